import type { KeyMatch, TableKey } from "../../model/index.js";
import { keyWords, type Matcher, packMatches } from "./matcher.js";
import { WordHash } from "./word-hash.js";

/** Tables with exact keys only: one look into a hash table. */
export class ExactMatcher implements Matcher {
  private readonly hash: WordHash;
  private readonly width: number;
  private readonly keyOf = new Map<number, Uint32Array>();

  constructor(private readonly keys: readonly TableKey[]) {
    this.width = keyWords(keys);
    this.hash = new WordHash(this.width);
  }

  insert(slot: number, matches: readonly KeyMatch[]): void {
    const [values, masks] = [new Uint32Array(this.width), new Uint32Array(this.width)];
    packMatches(this.keys, matches, values, masks, 0);
    this.hash.set(values, slot);
    this.keyOf.set(slot, values);
  }

  remove(slot: number): void {
    const key = this.keyOf.get(slot);
    if (key !== undefined) this.hash.delete(key);
    this.keyOf.delete(slot);
  }

  lookup(key: Uint32Array): number {
    return this.hash.get(key);
  }
}
