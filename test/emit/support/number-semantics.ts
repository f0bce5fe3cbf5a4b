import type { Expression, Type } from "../../../src/ir/index.js";

/** The value of an expression over constants, straight from the P4_16 specification (section 8). */
export function evaluate(expression: Expression): bigint | boolean {
  switch (expression.kind) {
    case "constant":
    case "boolean":
      return expression.value;
    case "unary": {
      const operand = evaluate(expression.operand);
      if (expression.operator === "!") return !operand;
      return wrap(expression.operator === "-" ? -numberOf(operand) : ~numberOf(operand), expression.type);
    }
    case "binary":
      return evaluateBinary(expression);
    case "slice": {
      const shifted = numberOf(evaluate(expression.operand)) >> BigInt(expression.low);
      return BigInt.asUintN(expression.high - expression.low + 1, shifted);
    }
    case "concat": {
      const width = widthOf(expression.right.type);
      const low = BigInt.asUintN(width, numberOf(evaluate(expression.right)));
      return wrap((numberOf(evaluate(expression.left)) << BigInt(width)) | low, expression.type);
    }
    case "cast": {
      const value = evaluate(expression.operand);
      if (expression.type.kind === "boolType") return typeof value === "boolean" ? value : value !== 0n;
      return wrap(typeof value === "boolean" ? BigInt(value) : value, expression.type);
    }
    case "conditional":
      return evaluate(evaluate(expression.condition) ? expression.whenTrue : expression.whenFalse);
    default:
      throw new Error(`no value for a ${expression.kind}`);
  }
}

function numberOf(value: bigint | boolean): bigint {
  if (typeof value === "boolean") throw new Error("a bool where a number should be");
  return value;
}

export function widthOf(type: Type): number {
  if (type.kind !== "bitType" && type.kind !== "intType") throw new Error(`a ${type.kind} has no width`);
  return type.width;
}

function wrap(value: bigint, type: Type): bigint {
  const width = widthOf(type);
  return type.kind === "intType" ? BigInt.asIntN(width, value) : BigInt.asUintN(width, value);
}

function saturate(value: bigint, type: Type): bigint {
  const width = BigInt(widthOf(type));
  const signed = type.kind === "intType";
  const high = signed ? (1n << (width - 1n)) - 1n : (1n << width) - 1n;
  const low = signed ? -(1n << (width - 1n)) : 0n;
  return value > high ? high : value < low ? low : value;
}

function evaluateBinary(expression: Extract<Expression, { readonly kind: "binary" }>): bigint | boolean {
  const [left, right] = [evaluate(expression.left), evaluate(expression.right)];
  const { operator, type } = expression;
  if (operator === "&&") return Boolean(left) && Boolean(right);
  if (operator === "||") return Boolean(left) || Boolean(right);
  if (operator === "==") return left === right;
  if (operator === "!=") return left !== right;
  const [a, b] = [numberOf(left), numberOf(right)];
  switch (operator) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    case "+":
      return wrap(a + b, type);
    case "-":
      return wrap(a - b, type);
    case "*":
      return wrap(a * b, type);
    case "|+|":
      return saturate(a + b, type);
    case "|-|":
      return saturate(a - b, type);
    case "&":
      return wrap(a & b, type);
    case "|":
      return wrap(a | b, type);
    case "^":
      return wrap(a ^ b, type);
    case "<<":
      return wrap(a << b, type);
    case ">>":
      return wrap(a >> b, type);
  }
}
