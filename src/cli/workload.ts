import type { LogClient, LogPosition } from "../ringworld/index.js";

/** How many appends one command has under way at once. */
const underWayMax = 1024;

export interface WorkloadOptions {
  readonly stream?: number;
  readonly underWayMax?: number;
  readonly onDone?: (done: number) => void;
}

/** Appends entries with many under way at once; where they stand comes in their own order. */
export async function appendAll(
  client: LogClient,
  entries: readonly Uint8Array[],
  options: WorkloadOptions = {},
): Promise<LogPosition[]> {
  const { stream = 0, onDone = () => {} } = options;
  const positions: LogPosition[] = new Array(entries.length);
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let number = next++; number < entries.length; number = next++) {
      const entry = entries[number];
      if (entry === undefined) return;
      positions[number] = await client.append(entry, { stream });
      done += 1;
      onDone(done);
    }
  };
  const workers = Math.min(options.underWayMax ?? underWayMax, entries.length);
  await Promise.all(Array.from({ length: workers }, worker));
  return positions;
}
