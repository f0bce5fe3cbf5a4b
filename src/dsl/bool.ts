import type { SourcePosition } from "../base/index.js";
import { type BinaryOperator, boolType, type Expression, node } from "../ir/index.js";
import { here } from "./position.js";
import { assignment, type Step } from "./step.js";
import { expressionOf, type ScalarSpec, Value } from "./value.js";

/** A truth value: a condition, or the value of a `bool`. */
export class Bool extends Value {
  readonly bool = true;

  /**
   * `!this`
   *
   * @example
   * ```ts
   * when(hdr.ipv4.isValid().not(), discard())
   * ```
   * ```p4
   * action discard() {
   *     mark_to_drop(standard_metadata);
   * }
   * if (!hdr.ipv4.isValid()) {
   *     discard();
   * }
   * ```
   */
  not(): Bool {
    return new Bool(node("unary", { operator: "!", operand: this.ir, type: boolType, source: here() }));
  }

  /**
   * `this && other`
   *
   * @example
   * ```ts
   * when(hdr.ipv4.isValid().and(hdr.ipv4.ttl.equals(0)), discard())
   * ```
   * ```p4
   * action discard() {
   *     mark_to_drop(standard_metadata);
   * }
   * if (hdr.ipv4.isValid() && hdr.ipv4.ttl == 0) {
   *     discard();
   * }
   * ```
   */
  and(other: Bool | boolean): Bool {
    return this.#with("&&", other, here());
  }

  /**
   * `this || other`
   *
   * @example
   * ```ts
   * when(meta.seen.or(packet.isRecirculated), discard())
   * ```
   * ```p4
   * action discard() {
   *     mark_to_drop(standard_metadata);
   * }
   * if (meta.seen || standard_metadata.instance_type == 4) {
   *     discard();
   * }
   * ```
   */
  or(other: Bool | boolean): Bool {
    return this.#with("||", other, here());
  }

  /**
   * `this == other`
   *
   * @example
   * ```ts
   * when(meta.seen.equals(hdr.udp.isValid()), discard())
   * ```
   * ```p4
   * action discard() {
   *     mark_to_drop(standard_metadata);
   * }
   * if (meta.seen == hdr.udp.isValid()) {
   *     discard();
   * }
   * ```
   */
  equals(other: Bool | boolean): Bool {
    return this.#with("==", other, here());
  }

  /**
   * `this != other`
   *
   * @example
   * ```ts
   * when(meta.seen.notEquals(true), discard())
   * ```
   * ```p4
   * action discard() {
   *     mark_to_drop(standard_metadata);
   * }
   * if (meta.seen != true) {
   *     discard();
   * }
   * ```
   */
  notEquals(other: Bool | boolean): Bool {
    return this.#with("!=", other, here());
  }

  #with(operator: BinaryOperator, other: Bool | boolean, source: SourcePosition): Bool {
    const right = expressionOf(boolType, other, source);
    return new Bool(node("binary", { operator, left: this.ir, right, type: boolType, source }));
  }
}

/** A bool that can be set. */
export class BoolVariable extends Bool {
  /**
   * `this = value;`
   *
   * @example
   * ```ts
   * meta.seen.set(hdr.udp.isValid())
   * ```
   * ```p4
   * meta.seen = hdr.udp.isValid();
   * ```
   */
  set(value: Bool | boolean): Step {
    return assignment(this.ir, value, here());
  }
}

export type BoolSpec = ScalarSpec<Bool, BoolVariable, boolean, Bool>;

const boolSpec: BoolSpec = Object.freeze({
  ir: boolType,
  scalar: true as const,
  read: (expression: Expression) => new Bool(expression),
  variable: (expression: Expression) => new BoolVariable(expression),
});

/**
 * The type `bool`. Headers cannot hold one; metadata, keys and parameters can.
 *
 * @example
 * ```ts
 * metadata({ seen: bool() })
 * ```
 * ```p4
 * bool seen;
 * ```
 */
export function bool(): BoolSpec {
  return boolSpec;
}
