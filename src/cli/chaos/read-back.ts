import type { LogEntry } from "../../ringworld/index.js";
import { openLogSession } from "../fabric/log-session.js";
import type { ProcessFabric } from "../fabric/process-fabric.js";
import type { AppendRecord } from "./append-record.js";
import type { ReadEntry, ReadLog } from "./check-log.js";

/** The log, from a client that took no part. */
export async function readBack(
  { descriptor }: ProcessFabric,
  appends: readonly AppendRecord[],
): Promise<ReadLog> {
  const reader = descriptor.hosts.find(({ role }) => role === "client");
  if (reader === undefined) return { entries: [], others: [] };
  const { client, close } = await openLogSession(reader);
  try {
    const entries: ReadEntry[] = [];
    for await (const entry of client.entries()) entries.push(readEntry(entry));
    const seen = new Set(entries.map(({ index }) => index));
    const unseen = appends.filter(({ index }) => !seen.has(index));
    const others = await Promise.all(unseen.map(async ({ index }) => readEntry(await client.read(index))));
    return { entries, others };
  } finally {
    await close();
  }
}

function readEntry({ index, value }: LogEntry): ReadEntry {
  return { index, value: Buffer.from(value).toString() };
}
