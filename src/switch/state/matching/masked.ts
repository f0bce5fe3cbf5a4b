import type { KeyMatch, TableKey } from "../../model/index.js";
import { KeyMemo } from "./key-memo.js";
import { KeyStore } from "./key-store.js";
import { keyWords, type Matcher, MISS, packMasks, packValues } from "./matcher.js";
import { WordHash } from "./word-hash.js";

/** With fewer masks than this, a search is as quick as remembering what it found. */
const MEMO_TUPLES = 4;

/** Entries that look at the same bits. */
interface Tuple {
  readonly mask: Uint32Array;
  readonly name: string;
  /** The best slot of every masked key. */
  readonly hash: WordHash;
  /** By the best slot: all slots with the same masked key, the best first, where there is more than one. */
  readonly chains: Map<number, number[]>;
  entries: number;
  /** No entry has a greater rank; one may be gone that had. */
  bound: number;
}

/**
 * Prefix and ternary matches: entries with the same mask share a hash table, and tables are asked from the one
 * with the best entry downwards (tuple space search, Srinivasan, Suri and Varghese, SIGCOMM 1999). For a prefix
 * match the rank is the prefix length. Of equal ranks the lower slot wins.
 */
export class MaskedMatcher implements Matcher {
  private readonly width: number;
  private readonly tuples: Tuple[] = [];
  private readonly byMask = new Map<string, Tuple>();
  private readonly tupleOf: (Tuple | undefined)[] = [];
  private readonly stored: KeyStore;
  private readonly scratch: Uint32Array;
  private readonly memo: KeyMemo;
  private rankOf = new Float64Array(16);

  constructor(
    private readonly keys: readonly TableKey[],
    /** Ranks entries by prefix length instead of by the rank they come with. */
    private readonly byPrefix: boolean,
  ) {
    this.width = keyWords(keys);
    this.stored = new KeyStore(this.width);
    this.scratch = new Uint32Array(this.width);
    this.memo = new KeyMemo(this.width);
  }

  insert(slot: number, matches: readonly KeyMatch[], rank: number): void {
    packMasks(this.keys, matches, this.scratch, 0);
    const tuple = this.tuple(this.scratch);
    this.memo.look(tuple.mask);
    this.memo.forget();
    const offset = this.stored.place(slot);
    const { words } = this.stored;
    packValues(this.keys, matches, words, offset);
    for (let index = 0; index < this.width; index++) {
      words[offset + index] = (words[offset + index] as number) & (tuple.mask[index] as number);
    }
    this.setRank(slot, this.byPrefix ? prefixLengthOf(matches) : rank);
    this.tupleOf[slot] = tuple;
    tuple.entries += 1;
    const best = tuple.hash.get(words, offset);
    if (best === MISS) tuple.hash.set(words, offset, slot);
    else this.rechain(tuple, offset, best, [...(tuple.chains.get(best) ?? [best]), slot]);
    this.raise(tuple, this.rankOf[slot] as number);
  }

  remove(slot: number): void {
    const tuple = this.tupleOf[slot];
    if (tuple === undefined) return;
    this.tupleOf[slot] = undefined;
    this.memo.forget();
    tuple.entries -= 1;
    const offset = this.stored.place(slot);
    const best = tuple.hash.get(this.stored.words, offset);
    const chain = tuple.chains.get(best);
    if (chain === undefined) tuple.hash.delete(this.stored.words, offset);
    else
      this.rechain(
        tuple,
        offset,
        best,
        chain.filter((other) => other !== slot),
      );
    if (tuple.entries === 0) this.forget(tuple);
  }

  /** Puts the slots of one masked key, which lies at `offset`, in order; there is at least one. */
  private rechain(tuple: Tuple, offset: number, before: number, slots: number[]): void {
    slots.sort((a, b) => (this.rankOf[b] as number) - (this.rankOf[a] as number) || a - b);
    const best = slots[0] ?? MISS;
    tuple.chains.delete(before);
    if (slots.length > 1) tuple.chains.set(best, slots);
    tuple.hash.set(this.stored.words, offset, best);
  }

  private setRank(slot: number, rank: number): void {
    if (slot >= this.rankOf.length) {
      const grown = new Float64Array(Math.max(slot + 1, this.rankOf.length * 2));
      grown.set(this.rankOf);
      this.rankOf = grown;
    }
    this.rankOf[slot] = rank;
  }

  private tuple(mask: Uint32Array): Tuple {
    const name = mask.join();
    const known = this.byMask.get(name);
    if (known !== undefined) return known;
    const tuple: Tuple = {
      mask: mask.slice(),
      name,
      hash: new WordHash(this.width),
      chains: new Map(),
      entries: 0,
      bound: -1,
    };
    this.byMask.set(name, tuple);
    this.tuples.push(tuple);
    return tuple;
  }

  private forget(tuple: Tuple): void {
    this.byMask.delete(tuple.name);
    this.tuples.splice(this.tuples.indexOf(tuple), 1);
  }

  private raise(tuple: Tuple, rank: number): void {
    if (rank <= tuple.bound) return;
    tuple.bound = rank;
    this.tuples.sort((a, b) => b.bound - a.bound);
  }

  lookup(key: Uint32Array): number {
    if (this.tuples.length < MEMO_TUPLES) return this.search(key);
    const known = this.memo.find(key);
    if (known >= 0) return known;
    const found = this.search(key);
    this.memo.keep(key, found);
    return found;
  }

  private search(key: Uint32Array): number {
    let found = MISS;
    let foundRank = -1;
    for (const tuple of this.tuples) {
      if (tuple.bound < foundRank) break;
      for (let index = 0; index < this.width; index++) {
        this.scratch[index] = (key[index] as number) & (tuple.mask[index] as number);
      }
      const slot = tuple.hash.get(this.scratch, 0);
      if (slot === MISS) continue;
      const rank = this.rankOf[slot] as number;
      if (rank > foundRank || (rank === foundRank && slot < found)) {
        found = slot;
        foundRank = rank;
      }
    }
    return found;
  }
}

function prefixLengthOf(matches: readonly KeyMatch[]): number {
  const prefix = matches.find((match) => match.kind === "lpm");
  return prefix?.kind === "lpm" ? prefix.prefixLength : 0;
}
