import type { bmv2 } from "../../../src/emit/bmv2/index.js";

/** The value that BMv2 computes: numbers have no width (behavioral-model, src/bm_sim/expressions.cpp). */
export function computed(expression: bmv2.Expression): bigint | boolean {
  switch (expression.type) {
    case "hexstr":
      return expression.value.startsWith("-") ? -BigInt(expression.value.slice(1)) : BigInt(expression.value);
    case "bool":
      return expression.value;
    case "expression":
      return compute(expression.value);
    default:
      throw new Error(`no value for a ${expression.type}`);
  }
}

function numberOf(expression: bmv2.Expression): bigint {
  const value = computed(expression);
  if (typeof value === "boolean") throw new Error("BMv2 does not convert bools by itself");
  return value;
}

function boolOf(expression: bmv2.Expression): boolean {
  const value = computed(expression);
  if (typeof value !== "boolean") throw new Error("BMv2 does not convert numbers by itself");
  return value;
}

function compute(operation: bmv2.Operation): bigint | boolean {
  switch (operation.op) {
    case "?":
      return computed(boolOf(operation.cond) ? operation.left : operation.right);
    case "not":
      return !boolOf(operation.right);
    case "and":
      return boolOf(operation.left) && boolOf(operation.right);
    case "or":
      return boolOf(operation.left) || boolOf(operation.right);
    case "d2b":
      return numberOf(operation.right) !== 0n;
    case "b2d":
      return BigInt(boolOf(operation.right));
    case "~":
      return ~numberOf(operation.right);
    case "==":
      return computed(operation.left) === computed(operation.right);
    case "!=":
      return computed(operation.left) !== computed(operation.right);
    default:
      if (operation.left === null || typeof operation.right === "number") throw new Error(operation.op);
      return arithmetic(operation.op, numberOf(operation.left), numberOf(operation.right));
  }
}

function arithmetic(op: string, left: bigint, right: bigint): bigint | boolean {
  switch (op) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "<<":
      return left << right;
    case ">>":
      return left >> right;
    case "&":
      return left & right;
    case "|":
      return left | right;
    case "^":
      return left ^ right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    case "two_comp_mod":
      return BigInt.asIntN(Number(right), left);
    case "sat_cast":
      return clamp(left, -(1n << (right - 1n)), (1n << (right - 1n)) - 1n);
    case "usat_cast":
      return clamp(left, 0n, (1n << right) - 1n);
    default:
      throw new Error(`no operation ${op}`);
  }
}

function clamp(value: bigint, low: bigint, high: bigint): bigint {
  return value < low ? low : value > high ? high : value;
}
