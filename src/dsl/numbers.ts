import type { SourcePosition } from "../base/index.js";
import {
  type ArithmeticOperator,
  type BitType,
  bitType,
  boolType,
  type ComparisonOperator,
  type Expression,
  type IntType,
  intType,
  type NumberType,
  node,
} from "../ir/index.js";
import { Bool } from "./bool.js";
import { here } from "./position.js";
import { refuse } from "./refuse.js";
import { assignment, type Step } from "./step.js";
import type { P4TypeError } from "./type-errors.js";
import { expressionOf, type NumberLiteral, type ScalarSpec, Value } from "./value.js";
import type { SameWidth, SliceCheck, SliceWidth, Sum } from "./widths.js";

/** What every `bit<W>` looks like to its operators. */
export interface BitLike<W extends number = number> {
  readonly sign: "bit";
  readonly width: W;
  readonly ir: Expression;
}

/** What every `int<W>` looks like to its operators. */
export interface IntLike<W extends number = number> {
  readonly sign: "int";
  readonly width: W;
  readonly ir: Expression;
}

/** A number of any sign and width. */
export type NumberLike = BitLike | IntLike;
type Sign = NumberLike["sign"];

/** `unknown` when `V` can be combined with a number of this sign and width, else the reason why not. */
export type SameNumber<S extends Sign, W extends number, V> = V extends NumberLiteral
  ? unknown
  : V extends NumberLike
    ? V["sign"] extends S
      ? SameWidth<W, V["width"]> extends true
        ? unknown
        : P4TypeError<`${S}<${W}> and ${S}<${V["width"]}> have different widths`>
      : P4TypeError<`${S}<${W}> and ${V["sign"]}<${V["width"]}> have different signs`>
    : P4TypeError<`expected ${S}<${W}> or a number`>;

/** A number of this sign and width. */
export type NumberOf<S extends Sign, W extends number> = S extends "bit" ? Bit<W> : Int<W>;

/** A number of the sign and width, or anything that can be made one: what operators take. */
type Other = NumberLike | NumberLiteral;

/** What `bit<W>` and `int<W>` can both do. Both operands have one width; literals take it over. */
abstract class FixedWidthNumber<S extends Sign, W extends number> extends Value {
  abstract readonly sign: S;
  readonly width: W;

  constructor(ir: Expression, width: W) {
    super(ir);
    this.width = width;
  }

  protected abstract make(ir: Expression): NumberOf<S, W>;

  /** The number's own type. */
  protected abstract get type(): NumberType;

  /** `this + other`, wrapping around. */
  add<V extends Other>(other: V & SameNumber<S, W, V>): NumberOf<S, W> {
    return this.#arithmetic("+", other, here());
  }

  /** `this - other`, wrapping around. */
  subtract<V extends Other>(other: V & SameNumber<S, W, V>): NumberOf<S, W> {
    return this.#arithmetic("-", other, here());
  }

  /** `this * other`, wrapping around. */
  multiply<V extends Other>(other: V & SameNumber<S, W, V>): NumberOf<S, W> {
    return this.#arithmetic("*", other, here());
  }

  /** `this |+| other`: stays at the greatest value instead of wrapping. */
  addSaturating<V extends Other>(other: V & SameNumber<S, W, V>): NumberOf<S, W> {
    return this.#arithmetic("|+|", other, here());
  }

  /** `this |-| other`: stays at the least value instead of wrapping. */
  subtractSaturating<V extends Other>(other: V & SameNumber<S, W, V>): NumberOf<S, W> {
    return this.#arithmetic("|-|", other, here());
  }

  /** `this & other` */
  and<V extends Other>(other: V & SameNumber<S, W, V>): NumberOf<S, W> {
    return this.#arithmetic("&", other, here());
  }

  /** `this | other` */
  or<V extends Other>(other: V & SameNumber<S, W, V>): NumberOf<S, W> {
    return this.#arithmetic("|", other, here());
  }

  /** `this ^ other` */
  xor<V extends Other>(other: V & SameNumber<S, W, V>): NumberOf<S, W> {
    return this.#arithmetic("^", other, here());
  }

  /** `~this` */
  complement(): NumberOf<S, W> {
    return this.make(node("unary", { operator: "~", operand: this.ir, type: this.type, source: here() }));
  }

  /** `-this` */
  negate(): NumberOf<S, W> {
    return this.make(node("unary", { operator: "-", operand: this.ir, type: this.type, source: here() }));
  }

  /** `this << amount`; the amount is any number of bits, of any unsigned width. */
  shiftLeft(amount: BitLike | number): NumberOf<S, W> {
    return this.#shift("<<", amount, here());
  }

  /** `this >> amount`; an `int` keeps its sign. */
  shiftRight(amount: BitLike | number): NumberOf<S, W> {
    return this.#shift(">>", amount, here());
  }

  /** `this == other` */
  equals<V extends Other>(other: V & SameNumber<S, W, V>): Bool {
    return this.#compare("==", other, here());
  }

  /** `this != other` */
  notEquals<V extends Other>(other: V & SameNumber<S, W, V>): Bool {
    return this.#compare("!=", other, here());
  }

  /** `this < other` */
  lessThan<V extends Other>(other: V & SameNumber<S, W, V>): Bool {
    return this.#compare("<", other, here());
  }

  /** `this <= other` */
  lessOrEqual<V extends Other>(other: V & SameNumber<S, W, V>): Bool {
    return this.#compare("<=", other, here());
  }

  /** `this > other` */
  greaterThan<V extends Other>(other: V & SameNumber<S, W, V>): Bool {
    return this.#compare(">", other, here());
  }

  /** `this >= other` */
  greaterOrEqual<V extends Other>(other: V & SameNumber<S, W, V>): Bool {
    return this.#compare(">=", other, here());
  }

  #arithmetic(operator: ArithmeticOperator, other: unknown, source: SourcePosition): NumberOf<S, W> {
    const right = expressionOf(this.type, other, source);
    return this.make(node("binary", { operator, left: this.ir, right, type: this.type, source }));
  }

  #compare(operator: ComparisonOperator, other: unknown, source: SourcePosition): Bool {
    const right = expressionOf(this.type, other, source);
    return new Bool(node("binary", { operator, left: this.ir, right, type: boolType, source }));
  }

  #shift(operator: "<<" | ">>", amount: BitLike | number, source: SourcePosition): NumberOf<S, W> {
    const right = typeof amount === "number" ? expressionOf(bitType(8), amount, source) : amount.ir;
    return this.make(node("binary", { operator, left: this.ir, right, type: this.type, source }));
  }
}

/** An unsigned number of `W` bits that wraps around. */
export class Bit<W extends number> extends FixedWidthNumber<"bit", W> implements BitLike<W> {
  readonly sign = "bit" as const;

  /** Bits `high` down to `low`, both included: `this[high:low]`. */
  slice<H extends number, L extends number>(
    high: H & SliceCheck<W, H, L>,
    low: L,
  ): Bit<SliceWidth<H, L> & number> {
    const width = (high - low + 1) as SliceWidth<H, L> & number;
    return new Bit(sliceOf(this.ir, high, low, here()), width);
  }

  /** `this ++ low`: this number's bits above those of the other. */
  concat<V extends number>(low: BitLike<V>): Bit<Sum<W, V>> {
    const width = (this.width + low.width) as Sum<W, V>;
    const fields = { left: this.ir, right: low.ir, type: bitType(width), source: here() };
    return new Bit(node("concat", fields), width);
  }

  protected override make(ir: Expression): Bit<W> {
    return new Bit(ir, this.width);
  }

  protected override get type(): BitType {
    return this.ir.type.kind === "bitType" ? this.ir.type : bitType(this.width);
  }
}

/** A `bit<W>` that can be set, whole or in part. */
export class BitVariable<W extends number> extends Bit<W> {
  /** `this = value;` */
  set<V extends Other>(value: V & SameNumber<"bit", W, V>): Step {
    return assignment(this.ir, value, here());
  }

  /** `this[high:low] = value;` */
  setSlice<H extends number, L extends number, V extends Other>(
    high: H & SliceCheck<W, H, L>,
    low: L,
    value: V & SameNumber<"bit", SliceWidth<H, L> & number, V>,
  ): Step {
    const source = here();
    return assignment(sliceOf(this.ir, high, low, source), value, source);
  }
}

/** A signed number of `W` bits in two's complement that wraps around. */
export class Int<W extends number> extends FixedWidthNumber<"int", W> implements IntLike<W> {
  readonly sign = "int" as const;

  protected override make(ir: Expression): Int<W> {
    return new Int(ir, this.width);
  }

  protected override get type(): IntType {
    return this.ir.type.kind === "intType" ? this.ir.type : intType(this.width);
  }
}

/** An `int<W>` that can be set. */
export class IntVariable<W extends number> extends Int<W> {
  /** `this = value;` */
  set<V extends Other>(value: V & SameNumber<"int", W, V>): Step {
    return assignment(this.ir, value, here());
  }
}

export interface BitSpec<W extends number>
  extends ScalarSpec<Bit<W>, BitVariable<W>, NumberLiteral, BitLike<W>> {
  readonly ir: BitType;
  readonly width: W;
}

export interface IntSpec<W extends number>
  extends ScalarSpec<Int<W>, IntVariable<W>, NumberLiteral, IntLike<W>> {
  readonly ir: IntType;
  readonly width: W;
}

/**
 * The type `bit<width>`.
 *
 * @example bit(48) // bit<48>
 * @throws CodedError `DSL-WIDTH` when the width is no whole number from 1 to 2048.
 */
export function bit<const W extends number>(width: W): BitSpec<W> {
  checkWidth(width, here());
  return Object.freeze({
    ir: bitType(width),
    scalar: true as const,
    width,
    read: (expression: Expression) => new Bit(expression, width),
    variable: (expression: Expression) => new BitVariable(expression, width),
  });
}

/**
 * The type `int<width>`.
 *
 * @throws CodedError `DSL-WIDTH` when the width is no whole number from 2 to 2048.
 */
export function int<const W extends number>(width: W): IntSpec<W> {
  checkWidth(width, here());
  return Object.freeze({
    ir: intType(width),
    scalar: true as const,
    width,
    read: (expression: Expression) => new Int(expression, width),
    variable: (expression: Expression) => new IntVariable(expression, width),
  });
}

/** The widest number that p4c's and BMv2's front ends take. */
const maxWidth = 2048;

function checkWidth(width: number, source: SourcePosition): void {
  if (Number.isInteger(width) && width >= 1 && width <= maxWidth) return;
  refuse("DSL-WIDTH", source, `a number cannot have ${width} bits`, `Widths go from 1 to ${maxWidth}.`);
}

function sliceOf(operand: Expression, high: number, low: number, source: SourcePosition): Expression {
  const width = operand.type.kind === "bitType" ? operand.type.width : 0;
  if (low < 0 || high < low || high >= width) {
    refuse(
      "DSL-RANGE",
      source,
      `bit<${width}> has no bits [${high}:${low}]`,
      "The high bit comes first, and bit 0 is the lowest.",
    );
  }
  return node("slice", { operand, high, low, type: bitType(high - low + 1), source });
}
