import type { KeyMatch, TableKey } from "../../model/index.js";
import { wordsOf, writeWords } from "../../phv/words.js";

/** Slot of a miss. Entries have slots from 1. */
export const MISS = 0;

/** Finds the slot of the entry that matches a key. */
export interface Matcher {
  insert(slot: number, matches: readonly KeyMatch[], rank: number): void;
  remove(slot: number): void;
  /** `key` holds the words of all key fields, one field after the other. Gives `MISS` if nothing matches. */
  lookup(key: Uint32Array): number;
}

/** Words of a whole key. */
export function keyWords(keys: readonly TableKey[]): number {
  return keys.reduce((sum, key) => sum + wordsOf(key.width), 0);
}

/** The mask of a prefix. */
export function prefixMask(width: number, prefixLength: number): bigint {
  return ((1n << BigInt(prefixLength)) - 1n) << BigInt(width - prefixLength);
}

function valueAndMask(match: KeyMatch, width: number): readonly [value: bigint, mask: bigint] {
  const full = (1n << BigInt(width)) - 1n;
  switch (match.kind) {
    case "exact":
      return [match.value, full];
    case "ternary":
      return [match.value & match.mask, match.mask];
    case "lpm": {
      const mask = prefixMask(width, match.prefixLength);
      return [match.value & mask, mask];
    }
    case "range":
      return [0n, 0n];
  }
}

/** Writes what a set of matches compares with into value and mask words; ranges compare with nothing. */
export function packMatches(
  keys: readonly TableKey[],
  matches: readonly KeyMatch[],
  values: Uint32Array,
  masks: Uint32Array,
  start: number,
): void {
  let offset = start;
  for (const [index, key] of keys.entries()) {
    const words = wordsOf(key.width);
    const match = matches[index];
    const [value, mask] = match === undefined ? [0n, 0n] : valueAndMask(match, key.width);
    writeWords(values, offset, words, value);
    writeWords(masks, offset, words, mask);
    offset += words;
  }
}
