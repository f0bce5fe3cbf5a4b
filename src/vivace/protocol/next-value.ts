import type { Command } from "./command.js";
import { valueBytesMax } from "./limits.js";
import { decodeRmwValue, encodeRmwValue } from "./rmw-value.js";

/** A command under an order timestamp, with the earlier attempts of the same `execute`. */
export interface OrderedCommand {
  readonly command: Command;
  readonly argument: Uint8Array;
  readonly ots: bigint;
  readonly attempts: readonly bigint[];
}

/** What to install under the order timestamp. */
export type NextValue =
  /** The command ran: its value and its result. */
  | { readonly kind: "ran"; readonly value: Uint8Array; readonly result: Uint8Array }
  /** An earlier attempt is in the value already: it is to be installed as it is. */
  | { readonly kind: "earlier"; readonly value: Uint8Array; readonly attempt: bigint }
  /** It cannot be told whether one of the earlier attempts is in the value. */
  | { readonly kind: "unsure" }
  | { readonly kind: "threw"; readonly reason: string }
  | { readonly kind: "too large" }
  | { readonly kind: "not RMW" };

/**
 * Finds what a command makes of an object's newest value, so that of all attempts of one `execute` one takes effect.
 */
export function nextValue(current: Uint8Array | undefined, ordered: OrderedCommand): NextValue {
  const { command, argument, ots, attempts } = ordered;
  const decoded = decodeRmwValue(current);
  if (decoded === undefined) return { kind: "not RMW" };
  const { state, applied } = decoded;
  const earlier = attempts.find((attempt) => applied.verdict(attempt) === "accepted");
  if (earlier !== undefined && current !== undefined) {
    return { kind: "earlier", value: current, attempt: earlier };
  }
  if (attempts.some((attempt) => applied.verdict(attempt) === "unsure")) return { kind: "unsure" };
  let outcome: ReturnType<Command>;
  try {
    outcome = command(state, argument);
  } catch (error) {
    return { kind: "threw", reason: error instanceof Error ? error.message : String(error) };
  }
  if (Math.max(outcome.state.length, outcome.result.length) > valueBytesMax) return { kind: "too large" };
  applied.add(ots);
  return { kind: "ran", value: encodeRmwValue(outcome.state, applied), result: outcome.result };
}
