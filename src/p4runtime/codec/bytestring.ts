import { P4RuntimeError } from "../errors.js";

/** Whatever has a width: a match field, a parameter, a metadata field, a register cell. */
export interface Sized {
  readonly name: string;
  /** In bits; 0 when P4Runtime shows the value as a string (`sdn_string`), which is not supported. */
  readonly bitWidth: number;
}

/** Up to here a number holds the bytes exactly. */
const numberBytesMax = 6;

/**
 * The canonical byte string of a `bit<W>`: big-endian, no leading zero bytes, one byte for 0 (section 8.3).
 * Values that do not fit throw OUT_OF_RANGE.
 *
 * @example encodeBits(0x3064n, { name: "port", bitWidth: 16 }) // 30 64
 */
export function encodeBits(value: bigint, field: Sized): Uint8Array {
  requireWidth(field);
  if (BigInt.asUintN(field.bitWidth, value) !== value) throw outOfRange(value, "bit", field);
  return toBytes(value);
}

/** The inverse. Leading zeros are accepted, the empty string and values that do not fit are OUT_OF_RANGE. */
export function decodeBits(bytes: Uint8Array, field: Sized): bigint {
  requireWidth(field);
  const value = fromBytes(bytes, field);
  if (BigInt.asUintN(field.bitWidth, value) !== value) throw outOfRange(value, "bit", field);
  return value;
}

/** The canonical byte string of an `int<W>`: two's complement, as few bytes as keep the sign (section 8.3). */
export function encodeSignedBits(value: bigint, field: Sized): Uint8Array {
  requireWidth(field);
  if (BigInt.asIntN(field.bitWidth, value) !== value) throw outOfRange(value, "int", field);
  const magnitudeBits = value < 0n ? bitLength(~value) : bitLength(value);
  const byteCount = Math.floor(magnitudeBits / 8) + 1;
  const bytes = toBytes(BigInt.asUintN(byteCount * 8, value));
  if (bytes.length === byteCount) return bytes;
  const padded = new Uint8Array(byteCount);
  padded.set(bytes, byteCount - bytes.length);
  return padded;
}

/** The inverse. Any number of sign bytes is accepted. */
export function decodeSignedBits(bytes: Uint8Array, field: Sized): bigint {
  requireWidth(field);
  const value = BigInt.asIntN(bytes.length * 8, fromBytes(bytes, field));
  if (BigInt.asIntN(field.bitWidth, value) !== value) throw outOfRange(value, "int", field);
  return value;
}

function toBytes(value: bigint): Uint8Array {
  if (value <= 0xffn) return Uint8Array.of(Number(value));
  const hex = value.toString(16);
  const bytes = new Uint8Array((hex.length + 1) >> 1);
  let end = hex.length;
  for (let index = bytes.length - 1; index >= 0; index -= 1) {
    bytes[index] = Number.parseInt(hex.slice(Math.max(0, end - 2), end), 16);
    end -= 2;
  }
  return bytes;
}

function fromBytes(bytes: Uint8Array, field: Sized): bigint {
  if (bytes.length === 0) {
    throw new P4RuntimeError("OUT_OF_RANGE", `${field.name} is an empty byte string; 0 is one zero byte`);
  }
  if (bytes.length <= numberBytesMax) {
    return BigInt(bytes.reduce((value, byte) => value * 256 + byte, 0));
  }
  let hex = "0x";
  for (const byte of bytes) hex += byte.toString(16).padStart(2, "0");
  return BigInt(hex);
}

function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}

function requireWidth(field: Sized): void {
  if (field.bitWidth > 0) return;
  throw new P4RuntimeError(
    "UNIMPLEMENTED",
    `${field.name} is translated to a string, which is not supported`,
  );
}

function outOfRange(value: bigint, type: string, field: Sized): P4RuntimeError {
  return new P4RuntimeError(
    "OUT_OF_RANGE",
    `${field.name} is ${type}<${field.bitWidth}>; ${value} does not fit`,
  );
}
