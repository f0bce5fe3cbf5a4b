import type { RecordPosition } from "../io/index.js";
import { type IndexFields, indexOf } from "../wire/index.js";

/** What a log server remembers of an entry that it keeps: the rest is in storage. */
export interface HeldEntry {
  readonly view: number;
  readonly tag: number;
  readonly position: RecordPosition;
}

const wordsPerSlot = 4;
const slotsMin = 1024;

/**
 * Log index → held entry, in flat arrays (24 bytes a slot, at most 2/3 full), because a log server holds many millions.
 * The index 0 does not exist in a log and marks a free slot.
 */
export class EntryTable {
  #words = new Uint32Array(wordsPerSlot * slotsMin);
  #positions = new Float64Array(slotsMin);
  #size = 0;
  /** The largest index that has an entry, in two halves. */
  #largestHigh = 0;
  #largestLow = 0;

  /** How many indices have an entry. */
  get size(): number {
    return this.#size;
  }

  /** The largest index that has an entry; 0 when there is none. */
  get largest(): bigint {
    return indexOf({ index_hi: this.#largestHigh, index_lo: this.#largestLow });
  }

  get(index: Readonly<IndexFields>): HeldEntry | undefined {
    const slot = this.#find(index.index_hi, index.index_lo);
    if (this.#isFree(slot)) return undefined;
    const at = slot * wordsPerSlot;
    return {
      view: this.#words[at + 2] ?? 0,
      tag: this.#words[at + 3] ?? 0,
      position: this.#positions[slot] ?? 0,
    };
  }

  /** Puts or replaces the entry of an index. */
  set(index: Readonly<IndexFields>, entry: HeldEntry): void {
    if (3 * (this.#size + 1) > 2 * this.#positions.length) this.#grow();
    const slot = this.#find(index.index_hi, index.index_lo);
    if (this.#isFree(slot)) this.#size += 1;
    const { index_hi: high, index_lo: low } = index;
    const at = slot * wordsPerSlot;
    this.#words[at] = high;
    this.#words[at + 1] = low;
    this.#words[at + 2] = entry.view;
    this.#words[at + 3] = entry.tag;
    this.#positions[slot] = entry.position;
    if (high < this.#largestHigh || (high === this.#largestHigh && low < this.#largestLow)) return;
    this.#largestHigh = high;
    this.#largestLow = low;
  }

  /** Forgets every entry below an index. */
  trim(bound: bigint): void {
    const words = this.#words;
    const positions = this.#positions;
    const kept = [...positions.keys()].filter(
      (slot) => indexAt(words, slot) > 0n && indexAt(words, slot) >= bound,
    );
    this.#clear(kept.length);
    for (const slot of kept) this.#copy(words, positions, slot);
  }

  /** Where the oldest of the entries is; undefined when there is none. */
  oldestPosition(): RecordPosition | undefined {
    let oldest: RecordPosition | undefined;
    for (const [slot, position] of this.#positions.entries()) {
      if (!this.#isFree(slot) && (oldest === undefined || position < oldest)) oldest = position;
    }
    return oldest;
  }

  #isFree(slot: number): boolean {
    return this.#words[slot * wordsPerSlot] === 0 && this.#words[slot * wordsPerSlot + 1] === 0;
  }

  /** The slot of an index, or the free slot where it belongs (linear probing). */
  #find(high: number, low: number): number {
    const mask = this.#positions.length - 1;
    const scattered = Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1);
    let slot = (scattered ^ (scattered >>> 15)) & mask;
    for (;;) {
      const at = slot * wordsPerSlot;
      if (this.#words[at] === high && this.#words[at + 1] === low) return slot;
      if (this.#isFree(slot)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const words = this.#words;
    const positions = this.#positions;
    this.#words = new Uint32Array(2 * words.length);
    this.#positions = new Float64Array(2 * positions.length);
    for (const slot of positions.keys()) this.#copy(words, positions, slot);
  }

  /** Makes the table empty, and large enough for so many entries. */
  #clear(entries: number): void {
    let slots = slotsMin;
    while (2 * slots < 3 * (entries + 1)) slots *= 2;
    this.#words = new Uint32Array(wordsPerSlot * slots);
    this.#positions = new Float64Array(slots);
    this.#size = entries;
  }

  /** Takes over a slot of another layout, unless it is free. */
  #copy(words: Uint32Array, positions: Float64Array, from: number): void {
    const slotWords = words.subarray(from * wordsPerSlot, (from + 1) * wordsPerSlot);
    const [high = 0, low = 0] = slotWords;
    if (high === 0 && low === 0) return;
    const to = this.#find(high, low);
    this.#words.set(slotWords, to * wordsPerSlot);
    this.#positions[to] = positions[from] ?? 0;
  }
}

function indexAt(words: Uint32Array, slot: number): bigint {
  const at = slot * wordsPerSlot;
  return (BigInt(words[at] ?? 0) << 32n) | BigInt(words[at + 1] ?? 0);
}
