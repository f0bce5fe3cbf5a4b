import type { LogClient } from "../ringworld/index.js";

/** How many appends one command has under way at once. */
const underWayMax = 1024;

export interface WorkloadOptions {
  readonly stream?: number;
  readonly underWayMax?: number;
  readonly onDone?: (done: number) => void;
}

/** Appends entries with many under way at once; the indices come in the order of the entries. */
export async function appendAll(
  client: LogClient,
  entries: readonly Uint8Array[],
  options: WorkloadOptions = {},
): Promise<bigint[]> {
  const { stream = 0, onDone = () => {} } = options;
  const indices: bigint[] = new Array(entries.length);
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let position = next++; position < entries.length; position = next++) {
      const entry = entries[position];
      if (entry === undefined) return;
      indices[position] = (await client.append(entry, { stream })).index;
      done += 1;
      onDone(done);
    }
  };
  const workers = Math.min(options.underWayMax ?? underWayMax, entries.length);
  await Promise.all(Array.from({ length: workers }, worker));
  return indices;
}
