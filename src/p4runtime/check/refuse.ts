import { P4RuntimeError } from "../errors.js";

/** Throws INVALID_ARGUMENT unless the condition holds: the code of almost every rule of section 9. */
export function demand(condition: boolean, reason: () => string): asserts condition {
  if (!condition) throw new P4RuntimeError("INVALID_ARGUMENT", reason());
}

/** Throws PERMISSION_DENIED unless the condition holds. */
export function permit(condition: boolean, reason: () => string): asserts condition {
  if (!condition) throw new P4RuntimeError("PERMISSION_DENIED", reason());
}
