import { P4RuntimeError } from "./errors.js";

/** What the other side is told of an error: itself when it is one of ours, INTERNAL when it is a bug. */
export function asP4RuntimeError(error: unknown): P4RuntimeError {
  if (error instanceof P4RuntimeError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new P4RuntimeError("INTERNAL", `internal error: ${reason}`, { cause: error });
}
