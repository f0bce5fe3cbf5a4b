import { toHex } from "../../base/index.js";
import type { WideHash } from "./crc.js";

/** Inputs that one calculation remembers; with more it begins anew, so that packets cannot fill the memory. */
const REMEMBERED_MAX = 65_536;

/** Counts its calls: 0, 1, 2, … whatever the input. */
export function roundRobin(): WideHash {
  let next = 0n;
  return () => {
    next += 1n;
    return next - 1n;
  };
}

/** Counts its inputs: the same input gives the same number again. */
export function consistentRoundRobin(): WideHash {
  let next = 0n;
  const known = new Map<string, bigint>();
  return (bytes, length) => {
    const input = toHex(bytes.subarray(0, length));
    const before = known.get(input);
    if (before !== undefined) return before;
    if (known.size >= REMEMBERED_MAX) known.clear();
    known.set(input, next);
    next += 1n;
    return next - 1n;
  };
}
