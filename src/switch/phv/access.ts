import type { Field, Header, Layout } from "../model/index.js";
import { readWords, writeWords } from "./words.js";

/** The value of a field; below zero only when it is signed. */
export function readField(phv: Uint32Array, field: Field): bigint {
  const value = readWords(phv, field.offset, field.words);
  return field.signed ? BigInt.asIntN(field.width, value) : value;
}

/** Stores a value, cut to the field's width. */
export function writeField(phv: Uint32Array, field: Field, value: bigint): void {
  writeWords(phv, field.offset, field.words, BigInt.asUintN(field.width, value));
}

/** The value of a field of at most 32 bits. */
export function readNumber(phv: Uint32Array, field: Field): number {
  return phv[field.offset] ?? 0;
}

/** The current width of a field in bits: that of a variable-length field changes. */
export function currentWidth(phv: Uint32Array, field: Field): number {
  return field.lengthOffset === undefined ? field.width : (phv[field.lengthOffset] ?? 0);
}

export function isValid(phv: Uint32Array, header: Header): boolean {
  return phv[header.validOffset] !== 0;
}

/** Makes a header valid, and so the other members of its union invalid. */
export function markValid(phv: Uint32Array, header: Header): void {
  phv[header.validOffset] = 1;
  for (const sibling of header.siblings) phv[sibling] = 0;
}

export function markInvalid(phv: Uint32Array, header: Header): void {
  phv[header.validOffset] = 0;
}

/** Bytes that a header takes in a packet. */
export function headerBytes(phv: Uint32Array, header: Header): number {
  const { variableField } = header;
  const variable = variableField === undefined ? 0 : currentWidth(phv, variableField);
  return (header.fixedBits + variable) / 8;
}

/** What a PHV looks like before a packet is parsed: all zero, metadata valid. */
export function emptyPhv(layout: Layout): Uint32Array {
  const phv = new Uint32Array(layout.words);
  for (const header of layout.headers) {
    if (header.metadata) phv[header.validOffset] = 1;
  }
  return phv;
}
