import { crc8, crc16, crc32, crc64, crcCcitt, type NarrowHash, type WideHash } from "./crc.js";
import { hashEx, identity, internetChecksum, xor16, xor32 } from "./plain.js";
import { consistentRoundRobin, roundRobin } from "./round-robin.js";
import { xxh64 } from "./xxh64.js";

/** A hash or checksum by its BMv2 name; the narrow ones give numbers, which is faster. */
export type HashAlgorithm =
  | { readonly kind: "narrow"; readonly compute: NarrowHash }
  | { readonly kind: "wide"; readonly compute: WideHash };

function narrow(compute: NarrowHash): HashAlgorithm {
  return { kind: "narrow", compute };
}

function wide(compute: WideHash): HashAlgorithm {
  return { kind: "wide", compute };
}

/** Always the same: a Toeplitz hash whose key is all zeros, which is what simple_switch starts with. */
const zeroToeplitz: NarrowHash = () => 0;

/** The `_custom` ones have the parameters with which simple_switch starts. */
const ALGORITHMS: ReadonlyMap<string, HashAlgorithm> = new Map([
  ["crc8_custom", narrow(crc8)],
  ["crc16", narrow(crc16)],
  ["crc16_custom", narrow(crc16)],
  ["crc32", narrow(crc32)],
  ["crc32_custom", narrow(crc32)],
  ["crc64_custom", wide(crc64)],
  ["crcCCITT", narrow(crcCcitt)],
  ["cksum16", narrow(internetChecksum)],
  ["csum16", narrow(internetChecksum)],
  ["xor16", narrow(xor16)],
  ["xor32", narrow(xor32)],
  ["identity", wide(identity)],
  ["xxh64", wide(xxh64)],
  ["bmv2_hash", wide(xxh64)],
  ["hash_ex", narrow(hashEx)],
  ["toeplitz", narrow(zeroToeplitz)],
]);

/** Algorithms that remember what they gave: each calculation has one of its own. */
const REMEMBERING: ReadonlyMap<string, () => WideHash> = new Map([
  ["round_robin", roundRobin],
  ["round_robin_consistent", consistentRoundRobin],
]);

export const algorithmNames: ReadonlySet<string> = new Set([...ALGORITHMS.keys(), ...REMEMBERING.keys()]);

/** The algorithm of a name that `algorithmNames` has, for one calculation. */
export function algorithm(name: string): HashAlgorithm {
  const make = REMEMBERING.get(name);
  const found = make === undefined ? ALGORITHMS.get(name) : wide(make());
  if (found === undefined) throw new Error(`assertion failed: no algorithm ${name}`);
  return found;
}
