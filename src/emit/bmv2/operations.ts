import { hex, ones } from "./hex.js";
import type * as tree from "./tree.js";

/** Small builders of expression nodes, and the arithmetic that keeps numbers within their widths. */

export function constant(value: bigint, width: number): tree.HexValue {
  return { type: "hexstr", value: hex(value, width) };
}

export function binary(
  op: tree.BinaryOperator,
  left: tree.Expression,
  right: tree.Expression,
): tree.Expression {
  return { type: "expression", value: { op, left, right } };
}

export function unary(op: tree.UnaryOperator, right: tree.Expression): tree.Expression {
  return { type: "expression", value: { op, left: null, right } };
}

export function conditional(
  cond: tree.Expression,
  left: tree.Expression,
  right: tree.Expression,
): tree.Expression {
  return { type: "expression", value: { op: "?", left, right, cond } };
}

/** The value modulo 2^width: BMv2 computes with numbers of any size and cuts them only when they are stored. */
export function wrapUnsigned(value: tree.Expression, width: number): tree.Expression {
  return binary("&", value, constant(ones(width), width));
}

/** The value of the lowest `width` bits in two's complement. */
export function wrapSigned(value: tree.Expression, width: number): tree.Expression {
  return binary("two_comp_mod", value, constant(BigInt(width), 32));
}

/** Bits `high` to `low`, as an unsigned number. */
export function slice(value: tree.Expression, high: number, low: number): tree.Expression {
  const shifted = low === 0 ? value : binary(">>", value, constant(BigInt(low), 32));
  return wrapUnsigned(shifted, high - low + 1);
}

/** A bool, from the number that fields and parameters hold. */
export function toBool(value: tree.Expression): tree.Expression {
  return unary("d2b", value);
}

/** The number 0 or 1 for a bool. */
export function toNumber(value: tree.Expression): tree.Expression {
  if (value.type === "expression" && value.value.op === "d2b") return value.value.right;
  return unary("b2d", value);
}
