import { assert, readBits, readWideBits, writeBits, writeWideBits } from "../base/index.js";

type Value = number | bigint;
type Read = (bytes: Uint8Array, offset: number) => Value;
type Write = (bytes: Uint8Array, offset: number, value: number) => void;
type WriteWide = (bytes: Uint8Array, offset: number, value: bigint) => void;

/** How to get at one field of a header that begins `offset` bytes into some bytes. */
export interface FieldAccess {
  readonly name: string;
  readonly width: number;
  readonly read: Read;
  readonly write: (bytes: Uint8Array, offset: number, value: Value | undefined) => void;
}

/** Chooses the fastest way to a field: fields of 1, 2 or 4 whole bytes are the usual case. */
export function fieldAccess(label: string, name: string, bitOffset: number, width: number): FieldAccess {
  if (width > 32) return wideAccess(label, name, bitOffset, width);
  const { read, write } = narrowAccess(bitOffset, width);
  const limit = 2 ** width;
  return {
    name,
    width,
    read,
    write: (bytes, offset, value) => {
      assert(typeof value === "number" && value >= 0 && value < limit, label);
      write(bytes, offset, value);
    },
  };
}

function narrowAccess(bitOffset: number, width: number): { read: Read; write: Write } {
  const at = bitOffset / 8;
  if (Number.isInteger(at) && width === 8) return { read: readByte(at), write: writeByte(at) };
  if (Number.isInteger(at) && width === 16) return { read: readShort(at), write: writeShort(at) };
  if (Number.isInteger(at) && width === 32) return { read: readWord(at), write: writeWord(at) };
  return {
    read: (bitOffset & 15) + width <= 16 ? readWithinShort(bitOffset, width) : readAnywhere(bitOffset, width),
    write: (bytes, offset, value) => writeBits(bytes, offset * 8 + bitOffset, width, value),
  };
}

function readAnywhere(bitOffset: number, width: number): Read {
  return (bytes, offset) => readBits(bytes, offset * 8 + bitOffset, width);
}

/** A few bits of 16 that begin at an even byte. */
function readWithinShort(bitOffset: number, width: number): Read {
  const at = 2 * (bitOffset >>> 4);
  const shift = 16 - (bitOffset & 15) - width;
  const mask = 2 ** width - 1;
  return (bytes, offset) =>
    ((((bytes[offset + at] ?? 0) << 8) | (bytes[offset + at + 1] ?? 0)) >>> shift) & mask;
}

function wideAccess(label: string, name: string, bitOffset: number, width: number): FieldAccess {
  const limit = 1n << BigInt(width);
  const { read, write } = isTwoNumbers(bitOffset, width)
    ? twoNumbers(bitOffset, width)
    : bitByBit(bitOffset, width);
  return {
    name,
    width,
    read,
    write: (bytes, offset, value) => {
      assert(typeof value === "bigint" && value >= 0n && value < limit, label);
      write(bytes, offset, value);
    },
  };
}

/** Addresses of 48 bits and numbers of 64 bits are the usual wide fields. */
function isTwoNumbers(bitOffset: number, width: number): boolean {
  return bitOffset % 8 === 0 && (width === 48 || width === 64);
}

function twoNumbers(bitOffset: number, width: number): { read: Read; write: WriteWide } {
  const high = narrowAccess(bitOffset, width - 32);
  const low = narrowAccess(bitOffset + width - 32, 32);
  return {
    read: (bytes, offset) => (BigInt(high.read(bytes, offset)) << 32n) | BigInt(low.read(bytes, offset)),
    write: (bytes, offset, value) => {
      high.write(bytes, offset, Number(value >> 32n));
      low.write(bytes, offset, Number(value & 0xffff_ffffn));
    },
  };
}

function bitByBit(bitOffset: number, width: number): { read: Read; write: WriteWide } {
  return {
    read: (bytes, offset) => readWideBits(bytes, offset * 8 + bitOffset, width),
    write: (bytes, offset, value) => writeWideBits(bytes, offset * 8 + bitOffset, width, value),
  };
}

function readByte(at: number): Read {
  return (bytes, offset) => bytes[offset + at] ?? 0;
}

function writeByte(at: number): Write {
  return (bytes, offset, value) => {
    bytes[offset + at] = value;
  };
}

function readShort(at: number): Read {
  return (bytes, offset) => ((bytes[offset + at] ?? 0) << 8) | (bytes[offset + at + 1] ?? 0);
}

function writeShort(at: number): Write {
  return (bytes, offset, value) => {
    bytes[offset + at] = value >>> 8;
    bytes[offset + at + 1] = value;
  };
}

function readWord(at: number): Read {
  return (bytes, offset) => {
    const from = offset + at;
    const upper = ((bytes[from] ?? 0) << 8) | (bytes[from + 1] ?? 0);
    const lower = ((bytes[from + 2] ?? 0) << 8) | (bytes[from + 3] ?? 0);
    return ((upper << 16) | lower) >>> 0;
  };
}

function writeWord(at: number): Write {
  return (bytes, offset, value) => {
    const to = offset + at;
    bytes[to] = value >>> 24;
    bytes[to + 1] = value >>> 16;
    bytes[to + 2] = value >>> 8;
    bytes[to + 3] = value;
  };
}
