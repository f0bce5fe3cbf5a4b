import { type Random, randomBelow, randomUint64 } from "../base/index.js";
import type { BinaryOperator, CastKind, Comparison } from "./model/index.js";

/** A shift further than this has nothing left to give. */
const MAX_SHIFT = 1n << 17n;

/** Integer arithmetic as simple_switch does it; dividing by 0 gives 0. */
export function binary(operator: BinaryOperator, left: bigint, right: bigint): bigint {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0n ? 0n : left / right;
    case "%":
      return right === 0n ? 0n : left % right;
    case "&":
      return left & right;
    case "|":
      return left | right;
    case "^":
      return left ^ right;
    case "<<":
      return right > MAX_SHIFT || right < 0n ? 0n : left << right;
    case ">>":
      return right < 0n ? 0n : left >> (right > MAX_SHIFT ? MAX_SHIFT : right);
  }
}

/** Brings a value into `width` bits. */
export function cast(kind: CastKind, value: bigint, width: number): bigint {
  const bits = BigInt(width);
  switch (kind) {
    case "wrapSigned":
      return BigInt.asIntN(width, value);
    case "saturateUnsigned":
      return clamp(value, 0n, (1n << bits) - 1n);
    case "saturateSigned":
      return clamp(value, -(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n);
  }
}

function clamp(value: bigint, low: bigint, high: bigint): bigint {
  if (value < low) return low;
  return value > high ? high : value;
}

/** Compares exactly. */
export function compare(comparison: Comparison, left: bigint, right: bigint): boolean {
  switch (comparison) {
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}

/** A number from low to high, each as likely; both are unsigned and of 64 bits. */
export function drawBetween(random: Random, low: bigint, high: bigint): bigint {
  const count = high - low + 1n;
  if (count <= 0x100000000n) return low + BigInt(randomBelow(random, Number(count)));
  return low + (randomUint64(random) % count);
}
