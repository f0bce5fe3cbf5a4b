import { CodedError } from "../base/index.js";
import { payloadBytesMax } from "../wire/index.js";
import { DuplicateFilter } from "./duplicate-filter.js";
import type { LogEntry } from "./entry.js";
import { entriesOf, type Pack } from "./pack.js";

/** Which part of the log to read, and how. */
export interface EntryRange {
  /** The first index; by default the first that is not trimmed. */
  readonly from?: bigint;
  /** The last index; by default the tail when reading begins. */
  readonly to?: bigint;
  /** Only the entries of this stream; by default those of all. */
  readonly stream?: number;
  /** Whether to go on with what is appended later, until the client is closed. */
  readonly follow?: boolean;
  /** Whether this host subscribes to the stream at its switch, which then keeps other streams' entries from it. */
  readonly subscribed?: boolean;
  /** The most reads that are under way at once; fewer where packs are long. */
  readonly window?: number;
  /** What was read before: a reader that goes on later gives the same filter again. */
  readonly filter?: DuplicateFilter;
}

/** How an index is read. */
export interface PackOptions {
  /** What stands there is of interest only if it is of this stream, to which the host subscribes at its switch. */
  readonly subscribedTo?: number;
}

/** What entries are read with. */
export interface EntrySource {
  /** What stands at an index: one entry, or several that share it. */
  readPack(index: bigint, options?: PackOptions): Promise<Pack>;
  tail(): Promise<bigint>;
  /** The first index that is not trimmed; without it, 1. */
  firstIndex?(): Promise<bigint>;
  /** Resolves with the tail once it is beyond an index; without it, nothing can be followed. */
  tailBeyond?(index: bigint): Promise<bigint>;
}

const defaultWindow = 256;
/** What may be on its way here at once: as much as a socket holds on a Linux whose limits nobody has raised. */
const bytesUnderWayMax = 400_000;
/** Over how many packs their length is averaged. */
const packsAveraged = 8;

/** How long packs are, as far as they have been read; at first they may be as long as any. */
class PackLengths {
  #meanBytes = payloadBytesMax;

  /** How many packs may be on their way at once, if they are as long as the last ones were. */
  get atOnce(): number {
    return bytesUnderWayMax / this.#meanBytes;
  }

  add({ values }: Pack): void {
    const bytes = values.reduce((sum, value) => sum + value.length, 0);
    this.#meanBytes += (bytes - this.#meanBytes) / packsAveraged;
  }
}

/**
 * Reads a range in log order, many indices at once: by index, and at one index by place. Later copies of an append are
 * left out, and so are junk and malformed packs. Each reader of a stream sees each of its entries once, in log order,
 * whatever the others read.
 */
export async function* readEntries(
  source: EntrySource,
  range: EntryRange = {},
): AsyncGenerator<LogEntry, void> {
  const { stream, follow = false, filter = new DuplicateFilter() } = range;
  const lengths = new PackLengths();
  let from = range.from ?? (await source.firstIndex?.()) ?? 1n;
  for (;;) {
    const to = range.to ?? (await source.tail());
    for await (const pack of inOrder(source, from, to, range, lengths)) {
      const isWanted = stream === undefined || pack.stream === stream;
      const isThere = pack.withheld !== true && pack.malformed !== true;
      if (filter.passes(pack) && isWanted && isThere) yield* entriesOf(pack);
    }
    if (!follow || range.to !== undefined) return;
    from = to < from ? from : to + 1n;
    await tailBeyond(source, to);
  }
}

async function* inOrder(
  source: EntrySource,
  from: bigint,
  to: bigint,
  { window = defaultWindow, stream, subscribed = false }: EntryRange,
  lengths: PackLengths,
): AsyncGenerator<Pack, void> {
  const options = subscribed && stream !== undefined ? { subscribedTo: stream } : {};
  const underWay: Promise<Pack>[] = [];
  let next = from;
  for (let index = from; index <= to; index += 1n) {
    const atOnce = Math.min(window, lengths.atOnce);
    for (; next <= to && underWay.length < atOnce; next += 1n) underWay.push(begin(source, next, options));
    const pack = await underWay.shift();
    if (pack === undefined) continue;
    lengths.add(pack);
    yield pack;
  }
}

/** A read whose failure is noticed when its turn comes, and not before. */
function begin(source: EntrySource, index: bigint, options: PackOptions): Promise<Pack> {
  const pack = source.readPack(index, options);
  pack.catch(() => undefined);
  return pack;
}

function tailBeyond(source: EntrySource, index: bigint): Promise<bigint> {
  if (source.tailBeyond !== undefined) return source.tailBeyond(index);
  throw new CodedError({
    code: "LOG-FOLLOW",
    message: "this log cannot be followed",
    help: "Read up to its tail, and again from there later.",
  });
}
