import type { WideHash } from "./crc.js";

const PRIME_1 = 0x9e3779b185ebca87n;
const PRIME_2 = 0xc2b2ae3d27d4eb4fn;
const PRIME_3 = 0x165667b19e3779f9n;
const PRIME_4 = 0x85ebca77c2b2ae63n;
const PRIME_5 = 0x27d4eb2f165667c5n;
const MASK = 0xffffffffffffffffn;

function rotate(value: bigint, bits: bigint): bigint {
  return ((value << bits) | (value >> (64n - bits))) & MASK;
}

function round(accumulator: bigint, lane: bigint): bigint {
  return (rotate((accumulator + lane * PRIME_2) & MASK, 31n) * PRIME_1) & MASK;
}

function merge(accumulator: bigint, value: bigint): bigint {
  return ((accumulator ^ round(0n, value)) * PRIME_1 + PRIME_4) & MASK;
}

function littleEndian(bytes: Uint8Array, offset: number, count: number): bigint {
  let value = 0n;
  for (let index = count - 1; index >= 0; index--) value = (value << 8n) | BigInt(bytes[offset + index] ?? 0);
  return value;
}

/** Eats whole stripes of 32 bytes; gives the state and where it stopped. */
function stripes(bytes: Uint8Array, length: number): { value: bigint; offset: number } {
  let offset = 0;
  if (length < 32) return { value: PRIME_5, offset };
  const lanes = [(PRIME_1 + PRIME_2) & MASK, PRIME_2, 0n, -PRIME_1 & MASK];
  for (; offset + 32 <= length; offset += 32) {
    for (const [lane, accumulator] of lanes.entries()) {
      lanes[lane] = round(accumulator, littleEndian(bytes, offset + 8 * lane, 8));
    }
  }
  const [a = 0n, b = 0n, c = 0n, d = 0n] = lanes;
  let value = (rotate(a, 1n) + rotate(b, 7n) + rotate(c, 12n) + rotate(d, 18n)) & MASK;
  for (const lane of lanes) value = merge(value, lane);
  return { value, offset };
}

/** XXH64 with seed 0, as its specification defines it. */
export const xxh64: WideHash = (bytes, length) => {
  let { value, offset } = stripes(bytes, length);
  value = (value + BigInt(length)) & MASK;
  for (; offset + 8 <= length; offset += 8) {
    value = rotate(value ^ round(0n, littleEndian(bytes, offset, 8)), 27n) * PRIME_1 + PRIME_4;
    value &= MASK;
  }
  if (offset + 4 <= length) {
    value = rotate(value ^ ((littleEndian(bytes, offset, 4) * PRIME_1) & MASK), 23n) * PRIME_2 + PRIME_3;
    value &= MASK;
    offset += 4;
  }
  for (; offset < length; offset++) {
    value = (rotate(value ^ ((BigInt(bytes[offset] ?? 0) * PRIME_5) & MASK), 11n) * PRIME_1) & MASK;
  }
  value = ((value ^ (value >> 33n)) * PRIME_2) & MASK;
  value = ((value ^ (value >> 29n)) * PRIME_3) & MASK;
  return value ^ (value >> 32n);
};
