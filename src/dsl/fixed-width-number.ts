import type { SourcePosition } from "../base/index.js";
import {
  type ArithmeticOperator,
  bitType,
  boolType,
  type ComparisonOperator,
  type Expression,
  type NumberType,
  node,
} from "../ir/index.js";
import { Bool } from "./bool.js";
import type { BitLike, NumberOperand, SameNumber, Sign } from "./number-like.js";
import { here } from "./position.js";
import { expressionOf, Value } from "./value.js";

/** What `bit<W>` and `int<W>` can both do. Both operands have one width; literals take it over. Results are numbers like `Self`. */
export abstract class FixedWidthNumber<S extends Sign, W extends number, Self> extends Value {
  abstract readonly sign: S;
  readonly width: W;

  constructor(ir: Expression, width: W) {
    super(ir);
    this.width = width;
  }

  protected abstract make(ir: Expression): Self;

  /** The number's own type. */
  protected abstract get type(): NumberType;

  /**
   * `this + other`, wrapping around.
   *
   * @example
   * ```ts
   * meta.ticket.set(meta.ticket.add(1))
   * ```
   * ```p4
   * meta.ticket = meta.ticket + 1;
   * ```
   */
  add<V extends NumberOperand>(other: V & SameNumber<S, W, V>): Self {
    return this.#arithmetic("+", other, here());
  }

  /**
   * `this - other`, wrapping around.
   *
   * @example
   * ```ts
   * hdr.ipv4.ttl.set(hdr.ipv4.ttl.subtract(1))
   * ```
   * ```p4
   * hdr.ipv4.ttl = hdr.ipv4.ttl - 1;
   * ```
   */
  subtract<V extends NumberOperand>(other: V & SameNumber<S, W, V>): Self {
    return this.#arithmetic("-", other, here());
  }

  /**
   * `this * other`, wrapping around.
   *
   * @example
   * ```ts
   * meta.ticket.set(meta.ticket.multiply(hdr.ipv4.src))
   * ```
   * ```p4
   * meta.ticket = meta.ticket * hdr.ipv4.src;
   * ```
   */
  multiply<V extends NumberOperand>(other: V & SameNumber<S, W, V>): Self {
    return this.#arithmetic("*", other, here());
  }

  /**
   * `this |+| other`: stays at the greatest value instead of wrapping.
   *
   * @example
   * ```ts
   * meta.small.set(meta.small.addSaturating(200))
   * ```
   * ```p4
   * meta.small = meta.small |+| 200;
   * ```
   */
  addSaturating<V extends NumberOperand>(other: V & SameNumber<S, W, V>): Self {
    return this.#arithmetic("|+|", other, here());
  }

  /**
   * `this |-| other`: stays at the least value instead of wrapping.
   *
   * @example
   * ```ts
   * meta.small.set(meta.small.subtractSaturating(hdr.ipv4.ttl))
   * ```
   * ```p4
   * meta.small = meta.small |-| hdr.ipv4.ttl;
   * ```
   */
  subtractSaturating<V extends NumberOperand>(other: V & SameNumber<S, W, V>): Self {
    return this.#arithmetic("|-|", other, here());
  }

  /**
   * `this & other`
   *
   * @example
   * ```ts
   * meta.small.set(hdr.ipv4.ttl.and(0x0f))
   * ```
   * ```p4
   * meta.small = hdr.ipv4.ttl & 15;
   * ```
   */
  and<V extends NumberOperand>(other: V & SameNumber<S, W, V>): Self {
    return this.#arithmetic("&", other, here());
  }

  /**
   * `this | other`
   *
   * @example
   * ```ts
   * hdr.ipv4.dscp.set(hdr.ipv4.dscp.or(0x20))
   * ```
   * ```p4
   * hdr.ipv4.dscp = hdr.ipv4.dscp | 32;
   * ```
   */
  or<V extends NumberOperand>(other: V & SameNumber<S, W, V>): Self {
    return this.#arithmetic("|", other, here());
  }

  /**
   * `this ^ other`
   *
   * @example
   * ```ts
   * meta.ticket.set(hdr.ipv4.src.xor(hdr.ipv4.dst))
   * ```
   * ```p4
   * meta.ticket = hdr.ipv4.src ^ hdr.ipv4.dst;
   * ```
   */
  xor<V extends NumberOperand>(other: V & SameNumber<S, W, V>): Self {
    return this.#arithmetic("^", other, here());
  }

  /**
   * `~this`
   *
   * @example
   * ```ts
   * meta.bucket.set(meta.bucket.complement())
   * ```
   * ```p4
   * meta.bucket = ~meta.bucket;
   * ```
   */
  complement(): Self {
    return this.make(node("unary", { operator: "~", operand: this.ir, type: this.type, source: here() }));
  }

  /**
   * `-this`
   *
   * @example
   * ```ts
   * meta.signed.set(meta.signed.negate())
   * ```
   * ```p4
   * meta.signed = -meta.signed;
   * ```
   */
  negate(): Self {
    return this.make(node("unary", { operator: "-", operand: this.ir, type: this.type, source: here() }));
  }

  /**
   * `this << amount`; the amount is any number of bits, of any unsigned width.
   *
   * @example
   * ```ts
   * meta.bucket.set(meta.bucket.shiftLeft(2))
   * ```
   * ```p4
   * meta.bucket = meta.bucket << 2;
   * ```
   */
  shiftLeft(amount: BitLike | number): Self {
    return this.#shift("<<", amount, here());
  }

  /**
   * `this >> amount`; an `int` keeps its sign.
   *
   * @example
   * ```ts
   * meta.bucket.set(meta.bucket.shiftRight(meta.small))
   * ```
   * ```p4
   * meta.bucket = meta.bucket >> meta.small;
   * ```
   */
  shiftRight(amount: BitLike | number): Self {
    return this.#shift(">>", amount, here());
  }

  /**
   * `this == other`
   *
   * @example
   * ```ts
   * when(hdr.ipv4.protocol.equals(17), discard())
   * ```
   * ```p4
   * action discard() {
   *     mark_to_drop(standard_metadata);
   * }
   * if (hdr.ipv4.protocol == 17) {
   *     discard();
   * }
   * ```
   */
  equals<V extends NumberOperand>(other: V & SameNumber<S, W, V>): Bool {
    return this.#compare("==", other, here());
  }

  /**
   * `this != other`
   *
   * @example
   * ```ts
   * when(hdr.ipv4.fragmentOffset.notEquals(0), discard())
   * ```
   * ```p4
   * action discard() {
   *     mark_to_drop(standard_metadata);
   * }
   * if (hdr.ipv4.fragmentOffset != 0) {
   *     discard();
   * }
   * ```
   */
  notEquals<V extends NumberOperand>(other: V & SameNumber<S, W, V>): Bool {
    return this.#compare("!=", other, here());
  }

  /**
   * `this < other`
   *
   * @example
   * ```ts
   * when(meta.signed.lessThan(0), discard())
   * ```
   * ```p4
   * action discard() {
   *     mark_to_drop(standard_metadata);
   * }
   * if (meta.signed < 0) {
   *     discard();
   * }
   * ```
   */
  lessThan<V extends NumberOperand>(other: V & SameNumber<S, W, V>): Bool {
    return this.#compare("<", other, here());
  }

  /**
   * `this <= other`
   *
   * @example
   * ```ts
   * when(hdr.ipv4.ttl.lessOrEqual(1), discard())
   * ```
   * ```p4
   * action discard() {
   *     mark_to_drop(standard_metadata);
   * }
   * if (hdr.ipv4.ttl <= 1) {
   *     discard();
   * }
   * ```
   */
  lessOrEqual<V extends NumberOperand>(other: V & SameNumber<S, W, V>): Bool {
    return this.#compare("<=", other, here());
  }

  /**
   * `this > other`
   *
   * @example
   * ```ts
   * when(hdr.ipv4.totalLength.greaterThan(1500), discard())
   * ```
   * ```p4
   * action discard() {
   *     mark_to_drop(standard_metadata);
   * }
   * if (hdr.ipv4.totalLength > 0x5dc) {
   *     discard();
   * }
   * ```
   */
  greaterThan<V extends NumberOperand>(other: V & SameNumber<S, W, V>): Bool {
    return this.#compare(">", other, here());
  }

  /**
   * `this >= other`
   *
   * @example
   * ```ts
   * when(meta.ticket.greaterOrEqual(hdr.ipv4.src), discard())
   * ```
   * ```p4
   * action discard() {
   *     mark_to_drop(standard_metadata);
   * }
   * if (meta.ticket >= hdr.ipv4.src) {
   *     discard();
   * }
   * ```
   */
  greaterOrEqual<V extends NumberOperand>(other: V & SameNumber<S, W, V>): Bool {
    return this.#compare(">=", other, here());
  }

  #arithmetic(operator: ArithmeticOperator, other: unknown, source: SourcePosition): Self {
    const right = expressionOf(this.type, other, source);
    return this.make(node("binary", { operator, left: this.ir, right, type: this.type, source }));
  }

  #compare(operator: ComparisonOperator, other: unknown, source: SourcePosition): Bool {
    const right = expressionOf(this.type, other, source);
    return new Bool(node("binary", { operator, left: this.ir, right, type: boolType, source }));
  }

  #shift(operator: "<<" | ">>", amount: BitLike | number, source: SourcePosition): Self {
    const right = typeof amount === "number" ? expressionOf(bitType(8), amount, source) : amount.ir;
    return this.make(node("binary", { operator, left: this.ir, right, type: this.type, source }));
  }
}
