import { readWideBits } from "../../base/index.js";
import type { Field } from "../model/index.js";
import { writeWords } from "./words.js";

/** Takes a variable-length field out of a packet: its `width` bits now, and that it has so many. */
export function extractVariableField(
  phv: Uint32Array,
  bytes: Uint8Array,
  bitOffset: number,
  field: Field,
  width: number,
): void {
  writeWords(phv, field.offset, field.words, readWideBits(bytes, bitOffset, width));
  if (field.lengthOffset !== undefined) phv[field.lengthOffset] = width;
}
