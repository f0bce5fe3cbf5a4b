import { assert } from "../../base/index.js";

/** Stops at what the passes of a target should have lowered. */
export function unexpected(what: string): never {
  assert(false, `${what} reached the P4 printer: the passes of the target lower it`);
}
