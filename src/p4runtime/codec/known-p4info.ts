import type { p4info } from "../messages/index.js";
import { buildSchema, decodeP4Info } from "./build-schema.js";
import type { Schema } from "./schema.js";

/** A P4Info as bytes, as a message, and as what is looked up in it. */
export interface KnownP4Info {
  readonly bytes: Uint8Array;
  readonly message: p4info.P4Info;
  readonly schema: Schema;
}

/**
 * Reads a P4Info; the one that was read before, if it is the same: the same program may be set many times. Bytes that
 * are none are INVALID_ARGUMENT.
 */
export function readP4Info(bytes: Uint8Array, known: KnownP4Info | undefined): KnownP4Info {
  if (known !== undefined && isSame(known.bytes, bytes)) return known;
  const message = decodeP4Info(bytes);
  return { bytes: bytes.slice(), message, schema: buildSchema(message) };
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}
