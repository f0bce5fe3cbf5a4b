import type { Field } from "../model/index.js";
/** Takes a variable-length field out of a packet: its `width` bits now, and that it has so many. */
export declare function extractVariableField(
  phv: Uint32Array,
  bytes: Uint8Array,
  bitOffset: number,
  field: Field,
  width: number,
): void;
