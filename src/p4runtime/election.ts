import { P4RuntimeError } from "./errors.js";
import type { p4 } from "./messages/index.js";

const electionIdMax = 2n ** 128n - 1n;

/** An election id as a message. Undefined stays unset: it loses every election (section 16.2.1). */
export function encodeElectionId(id: bigint | undefined): p4.Uint128 | undefined {
  if (id === undefined) return undefined;
  if (id < 0n || id > electionIdMax) {
    throw new P4RuntimeError("INVALID_ARGUMENT", `an election id must be from 0 to 2^128 - 1, not ${id}`);
  }
  return { high: id >> 64n, low: BigInt.asUintN(64, id) };
}

/** The inverse. */
export function decodeElectionId(message: p4.Uint128 | undefined): bigint | undefined {
  return message === undefined ? undefined : (message.high << 64n) | message.low;
}
