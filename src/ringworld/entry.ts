import { digest32 } from "../base/index.js";

/** The tag of junk: an entry that fills a hole and that readers skip (paper §2.1.1, footnote 1). */
export const junkTag = 0;

/** Where an entry stands. Entries are in the order of their indices, and at one index in that of their places. */
export interface LogPosition {
  readonly index: bigint;
  /** From 0, among the entries that were packed together (docs/PROTOCOL.md, Packs). */
  readonly place: number;
}

/** A position as people read it: the index, and behind a point the place where that is not the first. */
export function showPosition({ index, place }: LogPosition): string {
  return place === 0 ? `${index}` : `${index}.${place}`;
}

/** An entry of the log. */
export interface LogEntry extends LogPosition {
  /** The client that appended it, and the number of the append within that client; 0 and 0 for junk. */
  readonly client: bigint;
  readonly request: number;
  readonly stream: number;
  readonly value: Uint8Array;
  /** True for an index that was filled because its append never arrived; the value is empty. */
  readonly junk: boolean;
  /** True when the entry is of a stream to which its reader does not subscribe: the value was not sent. */
  readonly withheld?: true;
  /** True when what stands at the index says that it is a pack and is none; the value is all of it. */
  readonly malformed?: true;
}

/**
 * The identity of what stands at an index: two copies of one append have the same tag, anything else another one but
 * once in 2^32. Never `junkTag`. `entries` and `payload` are those of the message that brings it.
 */
export function entryTag(client: bigint, request: number, payload: Uint8Array, entries = 0): number {
  const low = Number(BigInt.asUintN(32, client));
  const high = Number(BigInt.asUintN(32, client >> 32n));
  const life = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca77);
  const seed = life ^ Math.imul(request, 0xc2b2ae3d) ^ Math.imul(entries, 0x27d4eb2f);
  const tag = digest32(payload, seed);
  return tag === junkTag ? 1 : tag;
}
