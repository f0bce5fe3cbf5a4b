import { digest32 } from "../base/index.js";

/** The tag of junk: an entry that fills a hole and that readers skip (paper §2.1.1, footnote 1). */
export const junkTag = 0;

/** What stands at one index of the log. */
export interface LogEntry {
  readonly index: bigint;
  /** The client that appended it, and the number of the append within that client; 0 and 0 for junk. */
  readonly client: bigint;
  readonly request: number;
  readonly stream: number;
  readonly value: Uint8Array;
  /** True for an index that was filled because its append never arrived; the value is empty. */
  readonly junk: boolean;
  /** True when the entry is of a stream to which its reader does not subscribe: the value was not sent. */
  readonly withheld?: true;
}

/**
 * The identity of a value: two copies of one append have the same tag, anything else another one but once in 2^32.
 * Never `junkTag`.
 */
export function entryTag(client: bigint, request: number, value: Uint8Array): number {
  const low = Number(BigInt.asUintN(32, client));
  const high = Number(BigInt.asUintN(32, client >> 32n));
  const seed = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca77) ^ Math.imul(request, 0xc2b2ae3d);
  const tag = digest32(value, seed);
  return tag === junkTag ? 1 : tag;
}
