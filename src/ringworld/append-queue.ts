import { bytesInPack, fitsOnePack } from "./pack.js";
import type { CalledAppend } from "./pending-pack.js";

/** How appends are put together. */
export interface PackingRules {
  /** The most entries in a pack; 1: each append goes alone. */
  readonly packEntriesMax: number;
  /** The most bytes of a pack. */
  readonly packBytesMax: number;
  /** How many packs of a stream may be under way before one that is not full waits. */
  readonly partialPacksMax: number;
}

/** What is waiting, and under way, of one stream. */
interface StreamQueue {
  readonly waiting: Set<CalledAppend>;
  /** Entries and bytes of all that is waiting. */
  entries: number;
  bytes: number;
  packsUnderWay: number;
}

/**
 * Appends that have not been sent, by stream. What waits is put together when its turn comes, so that many of them cost
 * one frame and one index: a full pack may go at once, and one that is not full as long as few of its stream are under
 * way. So an append that finds little under way goes at once and alone, and under load packs fill up while they wait
 * for others to end (Nagle's rule for small TCP segments, RFC 896, with more than one under way).
 */
export class AppendQueue {
  readonly #rules: PackingRules;
  readonly #streams = new Map<number, StreamQueue>();
  /** Streams of which a pack may go, the one that has waited longest for its turn first. */
  readonly #ready = new Set<number>();

  constructor(rules: PackingRules) {
    this.#rules = rules;
  }

  add(append: CalledAppend): void {
    const queue = this.#of(append.stream);
    queue.waiting.add(append);
    count(queue, append, 1);
    this.#look(append.stream, queue);
  }

  /** The caller of an append that waits gives up. */
  remove(append: CalledAppend): void {
    const queue = this.#of(append.stream);
    if (queue.waiting.delete(append)) count(queue, append, -1);
    this.#look(append.stream, queue);
  }

  /** The next appends that are to go together, of one stream and oldest first; undefined when all should wait. */
  next(): readonly CalledAppend[] | undefined {
    const [stream] = this.#ready;
    if (stream === undefined) return undefined;
    const queue = this.#of(stream);
    const taken = this.#take(queue);
    queue.packsUnderWay += 1;
    this.#ready.delete(stream);
    this.#look(stream, queue);
    return taken;
  }

  /** A pack of a stream is no longer under way. */
  ended(stream: number): void {
    const queue = this.#of(stream);
    queue.packsUnderWay -= 1;
    this.#look(stream, queue);
  }

  /** As many as fit, and none out of its turn. */
  #take(queue: StreamQueue): readonly CalledAppend[] {
    const taken: CalledAppend[] = [];
    let entries = 0;
    let bytes = 0;
    for (const append of queue.waiting) {
      entries += append.values.length;
      bytes += bytesOf(append);
      const isTooMuch =
        entries > this.#rules.packEntriesMax || !fitsOnePack(entries, bytes, this.#rules.packBytesMax);
      if (taken.length > 0 && isTooMuch) break;
      taken.push(append);
      queue.waiting.delete(append);
      count(queue, append, -1);
    }
    return taken;
  }

  #of(stream: number): StreamQueue {
    const known = this.#streams.get(stream);
    if (known !== undefined) return known;
    const queue: StreamQueue = { waiting: new Set(), entries: 0, bytes: 0, packsUnderWay: 0 };
    this.#streams.set(stream, queue);
    return queue;
  }

  /** Sees whether a pack of a stream may go, and forgets a stream of which there is nothing. */
  #look(stream: number, queue: StreamQueue): void {
    const { size } = queue.waiting;
    const mayGo = queue.packsUnderWay < this.#rules.partialPacksMax || this.#isFull(queue);
    if (size > 0 && mayGo) this.#ready.add(stream);
    else this.#ready.delete(stream);
    if (size === 0 && queue.packsUnderWay === 0) this.#streams.delete(stream);
  }

  /** Whether one more entry like those that wait would be too much for one pack. */
  #isFull({ entries, bytes }: StreamQueue): boolean {
    if (entries >= this.#rules.packEntriesMax) return true;
    return !fitsOnePack(entries + 1, (bytes / entries) * (entries + 1), this.#rules.packBytesMax);
  }
}

function bytesOf({ values }: CalledAppend): number {
  return values.reduce((sum, value) => sum + bytesInPack(value), 0);
}

function count(queue: StreamQueue, append: CalledAppend, sign: 1 | -1): void {
  queue.entries += sign * append.values.length;
  queue.bytes += sign * bytesOf(append);
}
