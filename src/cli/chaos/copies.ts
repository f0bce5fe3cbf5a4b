import { setTimeout as wait } from "node:timers/promises";
import { type Fabric, replicaSetOf } from "../../../controller/index.js";
import { openSegmentStorage } from "../../io/node/index.js";
import { decodeLogRecord, recordKind } from "../../ringworld/log-record.js";
import { indexOf } from "../../wire/index.js";
import type { StateDirectory } from "../fabric/state-directory.js";
import type { AppendRecord } from "./append-record.js";

const lookMs = 100;
const copiedWithinMs = 60_000;
const namedMax = 20;

/** Waits until the REST API at this URL says that everything up to an index is at every log server, or gives up. */
export async function copied(api: string, index: bigint): Promise<void> {
  const untilMs = performance.now() + copiedWithinMs;
  while (performance.now() < untilMs) {
    const ring = (await (await fetch(`${api}/v1/ring`)).json()) as { readonly replicated: string };
    if (BigInt(ring.replicated) >= index) return;
    await wait(lookMs);
  }
}

/** Acknowledged entries that are not the same on the disks of all log servers of their set; nobody serves the log. */
export async function missingCopies(
  fabric: Fabric,
  state: StateDirectory,
  appends: readonly AppendRecord[],
): Promise<readonly string[]> {
  const servers = [...new Set(fabric.replicaSets.flatMap((set) => set.servers))];
  const logs = new Map<string, ReadonlyMap<bigint, number>>();
  for (const name of servers) logs.set(name, await tagsIn(state.logDirectory(name)));
  return appends
    .flatMap(({ index }) => {
      const set = replicaSetOf(fabric, Number(index % BigInt(fabric.stripes.length))).servers;
      const tags = set.map((name) => logs.get(name)?.get(index));
      if (tags.every((tag) => tag !== undefined && tag === tags[0])) return [];
      return [`the entry at ${index} is not the same on ${set.join(", ")}`];
    })
    .slice(0, namedMax);
}

/** The tag of the last entry that a log server has written at each index. */
async function tagsIn(directory: string): Promise<ReadonlyMap<bigint, number>> {
  const tags = new Map<bigint, number>();
  const storage = await openSegmentStorage(directory, (header) => {
    const record = decodeLogRecord(header);
    if (record.kind === recordKind.entry) tags.set(indexOf(record), record.tag);
  });
  await storage.close();
  return tags;
}
