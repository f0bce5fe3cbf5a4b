import type { KeyMatch, TableKey } from "../../model/index.js";
import { KeyStore } from "./key-store.js";
import { keyWords, type Matcher, packValues } from "./matcher.js";
import { WordHash } from "./word-hash.js";

/** Tables with exact keys only: one look into a hash table. */
export class ExactMatcher implements Matcher {
  private readonly hash: WordHash;
  private readonly stored: KeyStore;

  constructor(private readonly keys: readonly TableKey[]) {
    const width = keyWords(keys);
    this.hash = new WordHash(width);
    this.stored = new KeyStore(width);
  }

  insert(slot: number, matches: readonly KeyMatch[]): void {
    const offset = this.stored.place(slot);
    packValues(this.keys, matches, this.stored.words, offset);
    this.hash.set(this.stored.words, offset, slot);
  }

  remove(slot: number): void {
    this.hash.delete(this.stored.words, this.stored.place(slot));
  }

  lookup(key: Uint32Array): number {
    return this.hash.get(key, 0);
  }
}
