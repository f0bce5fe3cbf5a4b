import { P4RuntimeError } from "../errors.js";
import type { p4 } from "../messages/index.js";

const uint32Max = 0xffff_ffff;
const int32Max = 0x7fff_ffff;
const int64Max = 2n ** 63n - 1n;

/** A number that a `uint32` field can carry, or OUT_OF_RANGE. */
export function uint32(value: number, what: string): number {
  if (Number.isInteger(value) && value >= 0 && value <= uint32Max) return value;
  throw new P4RuntimeError("OUT_OF_RANGE", `${what} must be an integer from 0 to ${uint32Max}, not ${value}`);
}

/** A bigint that a `uint64` field can carry, or OUT_OF_RANGE. */
export function uint64(value: bigint, what: string): bigint {
  if (BigInt.asUintN(64, value) === value) return value;
  throw new P4RuntimeError("OUT_OF_RANGE", `${what} must be from 0 to 2^64 - 1, not ${value}`);
}

/** A number from 0 that an `int32` field can carry; others are INVALID_ARGUMENT, on both ways. */
export function positiveInt32(value: number, what: string): number {
  if (Number.isInteger(value) && value >= 0 && value <= int32Max) return value;
  throw new P4RuntimeError("INVALID_ARGUMENT", `${what} must be from 0 to ${int32Max}, not ${value}`);
}

/** A bigint from 0 that an `int64` field can carry; others are INVALID_ARGUMENT, on both ways. */
export function positiveInt64(value: bigint, what: string): bigint {
  if (value >= 0n && value <= int64Max) return value;
  throw new P4RuntimeError("INVALID_ARGUMENT", `${what} must be from 0 to 2^63 - 1, not ${value}`);
}

/** An array index, or undefined for all cells. */
export function encodeIndex(index: number | undefined, what: string): p4.Index | undefined {
  if (index === undefined) return undefined;
  if (!Number.isSafeInteger(index)) throw badIndex("INVALID_ARGUMENT", what, index);
  return { index: BigInt(index) };
}

/** The inverse. Negative indices are INVALID_ARGUMENT, those beyond any array OUT_OF_RANGE (section 9.3). */
export function decodeIndex(message: p4.Index | undefined, what: string): number | undefined {
  if (message === undefined) return undefined;
  if (message.index < 0n) throw badIndex("INVALID_ARGUMENT", what, message.index);
  if (message.index > Number.MAX_SAFE_INTEGER) throw badIndex("OUT_OF_RANGE", what, message.index);
  return Number(message.index);
}

function badIndex(code: "INVALID_ARGUMENT" | "OUT_OF_RANGE", what: string, index: number | bigint) {
  return new P4RuntimeError(code, `${what} has no cell ${index}`);
}
