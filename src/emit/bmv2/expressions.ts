import { assert } from "../../base/index.js";
import {
  type Binary,
  type BinaryOperator,
  type Cast,
  type Expression,
  type ExpressionVisitor,
  type Type,
  typeWidth,
  type Unary,
  visit,
} from "../../ir/index.js";
import { validField } from "./names.js";
import * as operations from "./operations.js";
import { place, refuse } from "./places.js";
import type { Scope } from "./scope.js";
import type * as tree from "./tree.js";

/**
 * The tree of an expression's value: a number within its width, a BMv2 bool, or a header. Reading a bool from
 * where BMv2 keeps a number converts it.
 */
export function convertExpression(expression: Expression, scope: Scope): tree.Expression {
  return visit(converters, expression, scope);
}

const converters: ExpressionVisitor<tree.Expression, Scope> = {
  constant: ({ value, type }) => operations.constant(value, widthOf(type)),
  boolean: ({ value }) => ({ type: "bool", value }),
  enumMember: ({ type, member }) => {
    const found = type.members.find(({ name }) => name === member);
    assert(found !== undefined, `${type.name} has no member ${member}`);
    return operations.constant(found.value, type.underlying.width);
  },
  errorMember: ({ member }, scope) => {
    const number = scope.shared.errors.get(member);
    assert(number !== undefined, `no error ${member}`);
    return operations.constant(BigInt(number), 32);
  },
  root: readPlace,
  field: readPlace,
  stackElement: readPlace,
  stackLast: readPlace,
  variable: readPlace,
  stackNext: ({ source }) => refuse("the next element of a stack can only be extracted", source),
  stackLastIndex: ({ stack }, scope) => operations.unary("last_stack_index", readPlace(stack, scope)),
  parameter: ({ name, type }, scope) => {
    const value = scope.parameters.get(name);
    assert(value !== undefined, `no parameter ${name} in ${scope.path}`);
    return type.kind === "boolType" && !isBool(value) ? operations.toBool(value) : value;
  },
  cell: ({ source }) => refuse("the cell of a register outside of a register action", source),
  intrinsic: ({ source }) => refuse("an intrinsic that was not lowered", source),
  unary: convertUnary,
  binary: convertBinary,
  slice: ({ operand, high, low }, scope) => operations.slice(convertExpression(operand, scope), high, low),
  concat: ({ left, right }, scope) => {
    const distance = operations.constant(BigInt(widthOf(right.type)), 32);
    const high = operations.binary("<<", convertExpression(left, scope), distance);
    return operations.binary("|", high, convertExpression(right, scope));
  },
  cast: convertCast,
  conditional: ({ condition, whenTrue, whenFalse }, scope) =>
    operations.conditional(
      convertExpression(condition, scope),
      convertExpression(whenTrue, scope),
      convertExpression(whenFalse, scope),
    ),
  isValid: ({ header }, scope) => {
    const value = readPlace(header, scope);
    if (value.type === "header_union") return operations.unary("valid_union", value);
    if (value.type === "header")
      return operations.toBool({ type: "field", value: [value.value, validField] });
    return refuse("whether a header is valid, when which header is known only at run time", header.source);
  },
  lookahead: ({ source }) => refuse("a look ahead inside a larger expression", source),
  tuple: ({ source }) => refuse("a list of values as one value", source),
};

/** Whether a tree is a bool rather than the number 0 or 1. */
function isBool(value: tree.Expression): boolean {
  if (value.type === "bool") return true;
  return value.type === "expression" && boolOperators.has(value.value.op);
}

const boolOperators: ReadonlySet<string> = new Set([
  "d2b",
  "not",
  "and",
  "or",
  "==",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "valid_union",
]);

function readPlace(expression: Expression, scope: Scope): tree.Expression {
  const found = place(expression, scope, convertExpression);
  switch (found?.kind) {
    case "field":
      return expression.type.kind === "boolType" ? operations.toBool(found.value) : found.value;
    case "header":
      return found.value;
    case "stack":
      return { type: "header_stack", value: found.name };
    case "union":
      return { type: "header_union", value: found.name };
    default:
      return refuse(`a whole ${expression.kind} as one value`, expression.source);
  }
}

function convertUnary({ operator, operand, type }: Unary, scope: Scope): tree.Expression {
  const value = convertExpression(operand, scope);
  if (operator === "!") return operations.unary("not", value);
  if (operator === "~") return wrap(operations.unary("~", value), type);
  return wrap(operations.binary("-", operations.constant(0n, widthOf(type)), value), type);
}

/** What P4_16 and BMv2 write differently. */
const operatorNames: Partial<Record<BinaryOperator, tree.BinaryOperator>> = { "&&": "and", "||": "or" };

/** Operators that can leave the width of their type. */
const growing: ReadonlySet<BinaryOperator> = new Set<BinaryOperator>(["+", "-", "*", "<<"]);

function convertBinary({ operator, left, right, type }: Binary, scope: Scope): tree.Expression {
  const first = convertExpression(left, scope);
  const second = convertExpression(right, scope);
  if (operator === "|+|" || operator === "|-|") {
    const exact = operations.binary(operator === "|+|" ? "+" : "-", first, second);
    const saturate = type.kind === "intType" ? "sat_cast" : "usat_cast";
    return operations.binary(saturate, exact, operations.constant(BigInt(widthOf(type)), 32));
  }
  const op = operatorNames[operator] ?? (operator as tree.BinaryOperator);
  const value = operations.binary(op, first, second);
  return growing.has(operator) ? wrap(value, type) : value;
}

function wrap(value: tree.Expression, type: Type): tree.Expression {
  const width = widthOf(type);
  return type.kind === "intType"
    ? operations.wrapSigned(value, width)
    : operations.wrapUnsigned(value, width);
}

function convertCast({ operand, type }: Cast, scope: Scope): tree.Expression {
  const value = convertExpression(operand, scope);
  const from = operand.type;
  if (type.kind === "boolType") {
    return from.kind === "boolType"
      ? value
      : operations.binary("!=", value, operations.constant(0n, widthOf(from)));
  }
  if (from.kind === "boolType") return operations.toNumber(value);
  const widens = widthOf(type) >= widthOf(from);
  const signs = (type.kind === "intType") === (from.kind === "intType");
  return widens && signs ? value : wrap(value, type);
}

/** Bits of a number; an error is kept as a number too. */
export function widthOf(type: Type): number {
  if (type.kind === "errorType") return 32;
  const width = typeWidth(type);
  assert(width !== undefined, `a ${type.kind} has no fixed width`);
  return width;
}
