import type { Expression } from "../ir/index.js";
import type { P4TypeError } from "./type-errors.js";
import type { NumberLiteral } from "./value.js";
import type { SameWidth } from "./widths.js";

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

/** Whether a number is signed. */
export type Sign = NumberLike["sign"];

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

/** A number of the sign and width, or anything that can be made one: what operators take. */
export type NumberOperand = NumberLike | NumberLiteral;
