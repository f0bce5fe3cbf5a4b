import { type LogEntry, showPosition } from "../../ringworld/index.js";
import { openLogSession } from "../fabric/log-session.js";
import type { FabricDescriptor } from "../fabric/state-directory.js";
import type { AppendRecord } from "./append-record.js";
import type { ReadEntry, ReadLog } from "./check-log.js";

/** The log, from a client that took no part. */
export async function readBack(
  { hosts }: Pick<FabricDescriptor, "hosts">,
  appends: readonly AppendRecord[],
): Promise<ReadLog> {
  const reader = hosts.find(({ role }) => role === "client");
  if (reader === undefined) return { entries: [], others: [] };
  const { client, close } = await openLogSession(reader);
  try {
    const entries: ReadEntry[] = [];
    for await (const entry of client.entries()) entries.push(readEntry(entry));
    const seen = new Set(entries.map(showPosition));
    const unseen = appends.filter((append) => !seen.has(showPosition(append)));
    const others = await Promise.all(
      unseen.map(async ({ index, place }) => readEntry(await client.read(index, place))),
    );
    return { entries, others };
  } finally {
    await close();
  }
}

function readEntry({ index, place, value }: LogEntry): ReadEntry {
  return { index, place, value: Buffer.from(value).toString() };
}
