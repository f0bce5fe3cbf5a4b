import type { HexString } from "./tree.js";

/** `0x` and two digits for each byte of `width` bits; a negative number has its sign in front. */
export function hex(value: bigint, width: number): HexString {
  const digits = (value < 0n ? -value : value).toString(16);
  const padded = digits.padStart(2 * Math.ceil(width / 8), "0");
  return `${value < 0n ? "-" : ""}0x${padded}`;
}

/** The number whose lowest `width` bits are ones. */
export function ones(width: number): bigint {
  return (1n << BigInt(width)) - 1n;
}
