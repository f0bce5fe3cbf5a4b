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

function ones(count: number): bigint {
  return (1n << BigInt(count)) - 1n;
}

/** The mask of a prefix. */
export function prefixMask(width: number, prefixLength: number): bigint {
  return ones(prefixLength) << BigInt(width - prefixLength);
}

/** The bits that a match looks at. A range looks at none: it compares by order. */
function maskOf(match: KeyMatch, width: number): bigint {
  switch (match.kind) {
    case "exact":
      return ones(width);
    case "ternary":
      return match.mask;
    case "lpm":
      return prefixMask(width, match.prefixLength);
    case "range":
      return 0n;
  }
}

/** Writes the masks of a set of matches from `start` on. */
export function packMasks(
  keys: readonly TableKey[],
  matches: readonly KeyMatch[],
  masks: Uint32Array,
  start: number,
): void {
  pack(keys, matches, masks, start, maskOf);
}

/** Writes the values of a set of matches, bits that they do not look at too; ranges give 0. */
export function packValues(
  keys: readonly TableKey[],
  matches: readonly KeyMatch[],
  values: Uint32Array,
  start: number,
): void {
  pack(keys, matches, values, start, (match) => (match.kind === "range" ? 0n : match.value));
}

function pack(
  keys: readonly TableKey[],
  matches: readonly KeyMatch[],
  words: Uint32Array,
  start: number,
  numberOf: (match: KeyMatch, width: number) => bigint,
): void {
  let offset = start;
  for (let index = 0; index < keys.length; index++) {
    const [key, match] = [keys[index], matches[index]];
    if (key === undefined || match === undefined) continue;
    const count = wordsOf(key.width);
    writeWords(words, offset, count, numberOf(match, key.width));
    offset += count;
  }
}
