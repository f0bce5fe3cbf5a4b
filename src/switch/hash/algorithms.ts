import { crc8, crc16, crc32, crc64, crcCcitt, type NarrowHash, type WideHash } from "./crc.js";
import { hashEx, identity, internetChecksum, xor16, xor32 } from "./plain.js";
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
]);

export const algorithmNames: ReadonlySet<string> = new Set(ALGORITHMS.keys());

/** The algorithm of a name that `algorithmNames` has. */
export function algorithm(name: string): HashAlgorithm {
  const found = ALGORITHMS.get(name);
  if (found === undefined) throw new Error(`assertion failed: no algorithm ${name}`);
  return found;
}
