import { bitType, node } from "../ir/index.js";
import type { Bool } from "./bool.js";
import type { ErrorValue } from "./named-types.js";
import type { BitLike } from "./number-like.js";
import { here } from "./position.js";
import { placedStep, type Step } from "./step.js";
import { expressionOf, type NumberLiteral, type Value } from "./value.js";

/**
 * `packet.extract(header);` takes the header from the packet and makes it valid. A header with a varbit field
 * also takes that field's length in bits.
 *
 * @example
 * ```ts
 * state([extract(hdr.ethernet), extract(hdr.ipv4)], "accept")
 * ```
 * ```p4
 * packet.extract(hdr.ipv4);
 * ```
 */
export function extract(header: Value, varbitLength?: BitLike<32>): Step {
  const source = here();
  const length = varbitLength && { varbitLength: varbitLength.ir };
  return placedStep(node("extract", { header: header.ir, source, ...length }), ["parser"], "extract");
}

/**
 * `packet.advance(bits);` skips bits of the packet.
 *
 * @example
 * ```ts
 * state([extract(hdr.ethernet), advance(32)], "accept")
 * ```
 * ```p4
 * packet.advance(32);
 * ```
 */
export function advance(bits: BitLike<32> | NumberLiteral): Step {
  const source = here();
  const amount = expressionOf(bitType(32), bits, source);
  return placedStep(node("advance", { bits: amount, source }), ["parser"], "advance");
}

/**
 * `verify(condition, error);` rejects the packet with the error unless the condition holds.
 *
 * @example
 * ```ts
 * state([extract(hdr.ipv4), verify(hdr.ipv4.ihl.equals(5), parserError("HasOptions"))], "accept")
 * ```
 * ```p4
 * error {
 *     HasOptions
 * }
 * packet.extract(hdr.ipv4);
 * verify(hdr.ipv4.ihl == 5, error.HasOptions);
 * ```
 */
export function verify(condition: Bool, error: ErrorValue): Step {
  const source = here();
  const statement = node("verify", { condition: condition.ir, error: error.ir, source });
  return placedStep(statement, ["parser"], "verify");
}
