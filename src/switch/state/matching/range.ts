import type { KeyMatch, TableKey } from "../../model/index.js";
import { wordsOf, writeWords } from "../../phv/words.js";
import { keyWords, type Matcher, MISS, packMasks, packValues } from "./matcher.js";

interface RangeEntry {
  readonly slot: number;
  readonly rank: number;
  readonly values: Uint32Array;
  readonly masks: Uint32Array;
  /** Bounds of the range keys, in key order; words of other keys are unused. */
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

/** Tables with range keys: entries are tried from the greatest rank downwards. */
export class RangeMatcher implements Matcher {
  private readonly width: number;
  /** First word and number of words of every range key. */
  private readonly ranges: readonly (readonly [offset: number, words: number])[];
  private readonly entries: RangeEntry[] = [];

  constructor(private readonly keys: readonly TableKey[]) {
    this.width = keyWords(keys);
    let offset = 0;
    const ranges: [number, number][] = [];
    for (const key of keys) {
      const words = wordsOf(key.width);
      if (key.kind === "range") ranges.push([offset, words]);
      offset += words;
    }
    this.ranges = ranges;
  }

  insert(slot: number, matches: readonly KeyMatch[], rank: number): void {
    const words = () => new Uint32Array(this.width);
    const entry = { slot, rank, values: words(), masks: words(), low: words(), high: words() };
    packMasks(this.keys, matches, entry.masks, 0);
    packValues(this.keys, matches, entry.values, 0);
    for (let index = 0; index < this.width; index++) {
      entry.values[index] = (entry.values[index] as number) & (entry.masks[index] as number);
    }
    let offset = 0;
    for (const [index, key] of this.keys.entries()) {
      const [match, count] = [matches[index], wordsOf(key.width)];
      if (match?.kind === "range") {
        writeWords(entry.low, offset, count, match.low);
        writeWords(entry.high, offset, count, match.high);
      }
      offset += count;
    }
    const place = this.entries.findIndex(
      (other) => other.rank < rank || (other.rank === rank && other.slot > slot),
    );
    this.entries.splice(place < 0 ? this.entries.length : place, 0, entry);
  }

  remove(slot: number): void {
    const place = this.entries.findIndex((entry) => entry.slot === slot);
    if (place >= 0) this.entries.splice(place, 1);
  }

  lookup(key: Uint32Array): number {
    for (const entry of this.entries) {
      if (this.matches(entry, key)) return entry.slot;
    }
    return MISS;
  }

  private matches(entry: RangeEntry, key: Uint32Array): boolean {
    for (let index = 0; index < this.width; index++) {
      const masked = ((key[index] as number) & (entry.masks[index] as number)) >>> 0;
      if (masked !== entry.values[index]) return false;
    }
    for (const [offset, words] of this.ranges) {
      if (compareWords(key, entry.low, offset, words) < 0) return false;
      if (compareWords(key, entry.high, offset, words) > 0) return false;
    }
    return true;
  }
}

function compareWords(a: Uint32Array, b: Uint32Array, offset: number, count: number): number {
  for (let index = offset; index < offset + count; index++) {
    const difference = (a[index] as number) - (b[index] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}
