import { DuplicateFilter } from "./duplicate-filter.js";
import type { LogEntry } from "./entry.js";

/** Which part of the log to read. */
export interface EntryRange {
  /** The first index; 1 by default. */
  readonly from?: bigint;
  /** The last index; by default the tail when reading begins. */
  readonly to?: bigint;
  /** How many reads are under way at once. */
  readonly window?: number;
  /** What was read before: a reader that goes on later gives the same filter again. */
  readonly filter?: DuplicateFilter;
}

/** What entries are read with. */
export interface EntrySource {
  read(index: bigint): Promise<LogEntry>;
  tail(): Promise<bigint>;
}

const defaultWindow = 256;

/** Reads a range in log order, many indices at once; later copies of an append and junk are left out. */
export async function* readEntries(
  source: EntrySource,
  range: EntryRange = {},
): AsyncGenerator<LogEntry, void> {
  const { from = 1n, window = defaultWindow, filter = new DuplicateFilter() } = range;
  const to = range.to ?? (await source.tail());
  const underWay: Promise<LogEntry>[] = [];
  let next = from;
  for (let index = from; index <= to; index += 1n) {
    for (; next <= to && underWay.length < window; next += 1n) underWay.push(begin(source, next));
    const entry = await underWay.shift();
    if (entry !== undefined && filter.passes(entry)) yield entry;
  }
}

/** A read whose failure is noticed when its turn comes, and not before. */
function begin(source: EntrySource, index: bigint): Promise<LogEntry> {
  const entry = source.read(index);
  entry.catch(() => undefined);
  return entry;
}
