import type { SourcePosition } from "../base/index.js";
import { type NumberType, type StructType, type Type, typeWidth } from "../ir/index.js";
import type { CellSpec } from "./register.js";
import type { StructSpec } from "./struct.js";
import { constantValue, expressionOf } from "./value.js";

/** What a cell of a register holds: a number, or the numbers of its struct by name. */
export type CellValue<Cell extends CellSpec> =
  Cell extends StructSpec<infer Fields> ? { readonly [F in keyof Fields]: bigint } : bigint;

/** The number that a switch keeps for a cell: the numbers of a struct side by side, the first in the high bits. */
export function encodeCell(
  type: NumberType | StructType,
  value: CellValue<CellSpec>,
  source: SourcePosition,
): bigint {
  if (type.kind !== "structType") return encodeNumber(type, value, source);
  const given: Readonly<Record<string, unknown>> = typeof value === "bigint" ? {} : value;
  return type.fields.reduce((packed, field) => {
    const number = encodeNumber(field.type, given[field.name], source);
    return (packed << BigInt(typeWidth(field.type) ?? 0)) | number;
  }, 0n);
}

function encodeNumber(type: Type, value: unknown, source: SourcePosition): bigint {
  return BigInt.asUintN(typeWidth(type) ?? 0, constantValue(expressionOf(type, value, source), source));
}

/** The other way. */
export function decodeCell(type: NumberType | StructType, data: bigint): CellValue<CellSpec> {
  if (type.kind !== "structType") return decodeNumber(type, data);
  let rest = data;
  const fields = [...type.fields].reverse().map(({ name, type: fieldType }): [string, bigint] => {
    const width = BigInt(typeWidth(fieldType) ?? 0);
    const number = decodeNumber(fieldType, rest & ((1n << width) - 1n));
    rest >>= width;
    return [name, number];
  });
  return Object.fromEntries(fields.reverse());
}

function decodeNumber(type: Type, data: bigint): bigint {
  return type.kind === "intType" ? BigInt.asIntN(type.width, data) : data;
}
