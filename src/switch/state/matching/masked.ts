import type { KeyMatch, TableKey } from "../../model/index.js";
import { keyWords, type Matcher, MISS, packMatches } from "./matcher.js";
import { WordHash } from "./word-hash.js";

/** Entries that look at the same bits. */
interface Tuple {
  readonly mask: Uint32Array;
  readonly name: string;
  /** The best slot of every masked key. */
  readonly hash: WordHash;
  /** Slots with the same masked key, the best first, where there is more than one. */
  readonly chains: Map<string, number[]>;
  entries: number;
  /** No entry has a greater rank; one may be gone that had. */
  bound: number;
}

interface Placement {
  readonly tuple: Tuple;
  readonly value: Uint32Array;
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
  private readonly placements = new Map<number, Placement>();
  private readonly scratch: Uint32Array;
  private rankOf = new Float64Array(16);

  constructor(
    private readonly keys: readonly TableKey[],
    /** Ranks entries by prefix length instead of by the rank they come with. */
    private readonly byPrefix: boolean,
  ) {
    this.width = keyWords(keys);
    this.scratch = new Uint32Array(this.width);
  }

  insert(slot: number, matches: readonly KeyMatch[], rank: number): void {
    const [value, mask] = [new Uint32Array(this.width), new Uint32Array(this.width)];
    packMatches(this.keys, matches, value, mask, 0);
    const tuple = this.tupleOf(mask);
    this.setRank(slot, this.byPrefix ? prefixLengthOf(matches) : rank);
    this.placements.set(slot, { tuple, value });
    tuple.entries += 1;
    const before = tuple.hash.get(value);
    this.rechain(tuple, value, [...(before === MISS ? [] : this.chain(tuple, value, before)), slot]);
    this.raise(tuple, this.rankOf[slot] ?? 0);
  }

  remove(slot: number): void {
    const placement = this.placements.get(slot);
    if (placement === undefined) return;
    const { tuple, value } = placement;
    this.placements.delete(slot);
    tuple.entries -= 1;
    const rest = this.chain(tuple, value, slot).filter((other) => other !== slot);
    this.rechain(tuple, value, rest);
    if (tuple.entries === 0) this.forget(tuple);
  }

  private chain(tuple: Tuple, value: Uint32Array, only: number): readonly number[] {
    return tuple.chains.get(value.join()) ?? [only];
  }

  private rechain(tuple: Tuple, value: Uint32Array, slots: number[]): void {
    slots.sort((a, b) => (this.rankOf[b] ?? 0) - (this.rankOf[a] ?? 0) || a - b);
    if (slots.length > 1) tuple.chains.set(value.join(), slots);
    else if (tuple.chains.size > 0) tuple.chains.delete(value.join());
    const best = slots[0];
    if (best === undefined) tuple.hash.delete(value);
    else tuple.hash.set(value, best);
  }

  private setRank(slot: number, rank: number): void {
    if (slot >= this.rankOf.length) {
      const grown = new Float64Array(Math.max(slot + 1, this.rankOf.length * 2));
      grown.set(this.rankOf);
      this.rankOf = grown;
    }
    this.rankOf[slot] = rank;
  }

  private tupleOf(mask: Uint32Array): Tuple {
    const name = mask.join();
    const known = this.byMask.get(name);
    if (known !== undefined) return known;
    const tuple = { mask, name, hash: new WordHash(this.width), chains: new Map(), entries: 0, bound: -1 };
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
    let found = MISS;
    let foundRank = -1;
    for (const tuple of this.tuples) {
      if (tuple.bound < foundRank) break;
      for (let index = 0; index < this.width; index++) {
        this.scratch[index] = (key[index] as number) & (tuple.mask[index] as number);
      }
      const slot = tuple.hash.get(this.scratch);
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
