import type { NarrowHash, WideHash } from "./crc.js";

/** The internet checksum, RFC 1071: the complement of the one's complement sum of 16-bit words. */
export const internetChecksum: NarrowHash = (bytes, length) => {
  let sum = 0;
  const even = length & ~1;
  for (let index = 0; index < even; index += 2) {
    sum += ((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0);
  }
  if (length & 1) sum += (bytes[length - 1] ?? 0) << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
};

/** Exclusive or of 16-bit words; a last odd byte counts as the high half of one. */
export const xor16: NarrowHash = (bytes, length) => {
  let value = 0;
  for (let index = 0; index < length; index++) value ^= (bytes[index] ?? 0) << (index & 1 ? 0 : 8);
  return value;
};

/** Exclusive or of 32-bit words, the last one filled up with zeros. */
export const xor32: NarrowHash = (bytes, length) => {
  let value = 0;
  for (let index = 0; index < length; index++) value ^= (bytes[index] ?? 0) << (24 - 8 * (index & 3));
  return value >>> 0;
};

/** The first eight bytes, or all if there are fewer. */
export const identity: WideHash = (bytes, length) => {
  let value = 0n;
  for (let index = 0; index < Math.min(8, length); index++) value = (value << 8n) | BigInt(bytes[index] ?? 0);
  return value;
};

/** simple_switch's `hash_ex`: FNV with a final mix; bytes count as signed. */
export const hashEx: NarrowHash = (bytes, length) => {
  let value = 2166136261;
  for (let index = 0; index < length; index++) {
    const signed = ((bytes[index] ?? 0) << 24) >> 24;
    value = Math.imul(value ^ signed, 16777619);
  }
  value = (value + (value << 13)) | 0;
  value ^= value >>> 7;
  value = (value + (value << 3)) | 0;
  value ^= value >>> 17;
  value = (value + (value << 5)) | 0;
  return value >>> 0;
};
