import type { SourcePosition } from "../base/index.js";
import { type BitType, bitType, type Expression, type IntType, intType, node } from "../ir/index.js";
import { FixedWidthNumber } from "./fixed-width-number.js";
import type { BitLike, IntLike, NumberOperand, SameNumber, Sign } from "./number-like.js";
import { here } from "./position.js";
import { refuse } from "./refuse.js";
import { assignment, type Step } from "./step.js";
import type { NumberLiteral, ScalarSpec } from "./value.js";
import type { SliceCheck, SliceWidth, Sum } from "./widths.js";

/** An unsigned number of `W` bits that wraps around. */
export class Bit<W extends number> extends FixedWidthNumber<"bit", W, Bit<W>> implements BitLike<W> {
  readonly sign = "bit" as const;

  /**
   * Bits `high` down to `low`, both included: `this[high:low]`.
   *
   * @example
   * ```ts
   * meta.small.set(hdr.ipv4.dst.slice(31, 24))
   * ```
   * ```p4
   * meta.small = hdr.ipv4.dst[31:24];
   * ```
   */
  slice<H extends number, L extends number>(
    high: H & SliceCheck<W, H, L>,
    low: L,
  ): Bit<SliceWidth<H, L> & number> {
    const width = (high - low + 1) as SliceWidth<H, L> & number;
    return new Bit(sliceOf(this.ir, high, low, here()), width);
  }

  /**
   * `this ++ low`: this number's bits above those of the other.
   *
   * @example
   * ```ts
   * meta.ticket.set(meta.bucket.concat(hdr.udp.dst))
   * ```
   * ```p4
   * meta.ticket = meta.bucket ++ hdr.udp.dst;
   * ```
   */
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
  /**
   * `this = value;`
   *
   * @example
   * ```ts
   * meta.port.set(packet.ingressPort)
   * ```
   * ```p4
   * meta.port = standard_metadata.ingress_port;
   * ```
   */
  set<V extends NumberOperand>(value: V & SameNumber<"bit", W, V>): Step {
    return assignment(this.ir, value, here());
  }

  /**
   * `this[high:low] = value;`
   *
   * @example
   * ```ts
   * meta.ticket.setSlice(15, 0, hdr.udp.src)
   * ```
   * ```p4
   * meta.ticket[15:0] = hdr.udp.src;
   * ```
   */
  setSlice<H extends number, L extends number, V extends NumberOperand>(
    high: H & SliceCheck<W, H, L>,
    low: L,
    value: V & SameNumber<"bit", SliceWidth<H, L> & number, V>,
  ): Step {
    const source = here();
    return assignment(sliceOf(this.ir, high, low, source), value, source);
  }
}

/** A signed number of `W` bits in two's complement that wraps around. */
export class Int<W extends number> extends FixedWidthNumber<"int", W, Int<W>> implements IntLike<W> {
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
  set<V extends NumberOperand>(value: V & SameNumber<"int", W, V>): Step {
    return assignment(this.ir, value, here());
  }
}

/** A number of this sign and width. */
export type NumberOf<S extends Sign, W extends number> = S extends "bit" ? Bit<W> : Int<W>;

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
 * @throws CodedError `DSL-WIDTH` when the width is no whole number from 1 to 2048.
 * @example
 * ```ts
 * metadata({ address: bit(48) })
 * ```
 * ```p4
 * bit<48> address;
 * ```
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
 * @example
 * ```ts
 * metadata({ offset: int(16) })
 * ```
 * ```p4
 * int<16> offset;
 * ```
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
