import { assert } from "../../base/index.js";
import {
  bitType,
  type Expression,
  type NumberType,
  node,
  type Register,
  rewrite,
  type StructType,
  typeWidth,
  walk,
} from "../../ir/index.js";

/** The number that a register's cell is kept as: two numbers side by side, the first in the high bits. */
export function packedType(cell: Register["cell"]): NumberType {
  if (cell.kind !== "structType") return cell;
  const width = typeWidth(cell);
  assert(width !== undefined, `the cell ${cell.name} has no fixed width`);
  return bitType(width);
}

/** Whether any of the expressions looks at the stored value. */
export function usesCell(...expressions: readonly (Expression | undefined)[]): boolean {
  let found = false;
  walk(expressions, (target) => {
    if (target.kind === "cell") found = true;
  });
  return found;
}

/** The expression with the packed cell `old` in the place of the stored value. */
export function substituteCell(expression: Expression, old: Expression, cell: Register["cell"]): Expression {
  return rewrite(expression, (target) => {
    if (target.kind === "field" && target.object === old && cell.kind === "structType") {
      return memberOf(old, cell, target.field);
    }
    return target.kind === "cell" ? old : target;
  });
}

/** `old[high:low]`, the bits of one member. */
function memberOf(old: Expression, cell: StructType, name: string): Expression {
  const position = cell.fields.findIndex((field) => field.name === name);
  const member = cell.fields[position];
  assert(member !== undefined, `the cell ${cell.name} has no field ${name}`);
  const widths = cell.fields.map((field) => typeWidth(field.type) ?? 0);
  const low = widths.slice(position + 1).reduce((sum, width) => sum + width, 0);
  const width = widths[position] ?? 0;
  const { source } = old;
  const bits = node("slice", { operand: old, high: low + width - 1, low, type: bitType(width), source });
  return member.type.kind === "bitType" ? bits : node("cast", { operand: bits, type: member.type, source });
}

/** One number for a value of the cell's type. */
export function packValue(value: Expression, old: Expression, cell: Register["cell"]): Expression {
  if (cell.kind !== "structType" || value === old) return value;
  if (value.kind === "conditional") {
    const whenTrue = packValue(value.whenTrue, old, cell);
    const whenFalse = packValue(value.whenFalse, old, cell);
    return { ...value, whenTrue, whenFalse, type: packedType(cell) };
  }
  assert(value.kind === "tuple", `a ${value.kind} is no value of the cell ${cell.name}`);
  return value.elements.map(asBits).reduce(concatenate);
}

function asBits(value: Expression): Expression {
  if (value.type.kind === "bitType") return value;
  const type = bitType(typeWidth(value.type) ?? 0);
  return node("cast", { operand: value, type, source: value.source });
}

function concatenate(left: Expression, right: Expression): Expression {
  const width = (typeWidth(left.type) ?? 0) + (typeWidth(right.type) ?? 0);
  return node("concat", { left, right, type: bitType(width), source: left.source });
}
