import { exampleHeader } from "../load/expressions.js";
import type { DataExpression, Field } from "../model/index.js";

/** The least and the greatest value that an expression may have. */
export interface Range {
  readonly low: bigint;
  readonly high: bigint;
}

/** Wider ranges than this are not told apart. */
const LIMIT_BITS = 8192n;
const UNKNOWN: Range = { low: -(1n << LIMIT_BITS), high: 1n << LIMIT_BITS };

/** The range of an unsigned value of so many bits. */
export function unsignedRange(width: number): Range {
  return { low: 0n, high: (1n << BigInt(width)) - 1n };
}

function signedRange(width: number): Range {
  const half = 1n << BigInt(Math.max(0, width - 1));
  return { low: -half, high: half - 1n };
}

function fieldRange(field: Field): Range {
  return field.signed ? signedRange(field.width) : unsignedRange(field.width);
}

function limited(range: Range): Range {
  return range.low < UNKNOWN.low || range.high > UNKNOWN.high ? UNKNOWN : range;
}

function hull(values: readonly bigint[]): Range {
  let [low = 0n, high = 0n] = [values[0], values[0]];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}

/** Bits that hold every value of a range that is not negative. */
function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}

/** Words that hold every value of a range in two's complement; unsigned ones need no sign bit. */
export function wordsFor({ low, high }: Range): number {
  if (low >= 0n) return Math.max(1, Math.ceil(bitLength(high) / 32));
  const bits = Math.max(bitLength(high), bitLength(-low - 1n)) + 1;
  return Math.ceil(bits / 32);
}

export function isWithin(inner: Range, outer: Range): boolean {
  return inner.low >= outer.low && inner.high <= outer.high;
}

/** Works out ranges; parameters of the action at hand have the given widths. */
export class Ranges {
  private readonly known = new Map<DataExpression, Range>();

  constructor(
    private readonly parameterWidths: readonly number[],
    private readonly registerWidth: (register: number) => number,
  ) {}

  of(expression: DataExpression): Range {
    const known = this.known.get(expression);
    if (known !== undefined) return known;
    const range = limited(this.compute(expression));
    this.known.set(expression, range);
    return range;
  }

  private compute(expression: DataExpression): Range {
    switch (expression.kind) {
      case "constant":
        return { low: expression.value, high: expression.value };
      case "parameter":
        return unsignedRange(this.parameterWidths[expression.index] ?? 0);
      case "field":
        return fieldRange(expression.field);
      case "stackField":
        return elementFieldRange(expression.stack.elements[0]?.fields[expression.fieldIndex]);
      case "headerField":
        return elementFieldRange(exampleHeader(expression.header).fields[expression.fieldIndex]);
      case "register":
        return unsignedRange(this.registerWidth(expression.register));
      case "lookahead":
        return unsignedRange(expression.width);
      case "complement": {
        const { low, high } = this.of(expression.operand);
        return { low: -high - 1n, high: -low - 1n };
      }
      case "choose":
        return union(this.of(expression.whenTrue), this.of(expression.whenFalse));
      case "fromBoolean":
        return { low: 0n, high: 1n };
      case "stackSize":
        return { low: 0n, high: BigInt(expression.stack.elements.length) };
      case "lastIndex":
        return { low: -1n, high: BigInt(expression.stack.elements.length) - 1n };
      case "cast":
        return this.cast(expression);
      case "binary":
        return this.binary(expression);
    }
  }

  private cast({ cast, operand, width }: Extract<DataExpression, { kind: "cast" }>): Range {
    if (width.kind !== "constant") return UNKNOWN;
    const bits = Number(width.value);
    const full = cast === "saturateUnsigned" ? unsignedRange(bits) : signedRange(bits);
    const inner = this.of(operand);
    return isWithin(inner, full) ? inner : full;
  }

  private binary({ operator, left, right }: Extract<DataExpression, { kind: "binary" }>): Range {
    const [a, b] = [this.of(left), this.of(right)];
    switch (operator) {
      case "+":
        return { low: a.low + b.low, high: a.high + b.high };
      case "-":
        return { low: a.low - b.high, high: a.high - b.low };
      case "*":
        return hull([a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high]);
      case "/":
        return hull([a.low, a.high, -a.low, -a.high, 0n]);
      case "%":
        return hull([a.low, a.high, 0n]);
      case "&":
        return andRange(a, b);
      case "|":
      case "^":
        return orRange(a, b);
      case "<<":
        return shiftLeftRange(a, b);
      case ">>":
        return shiftRightRange(a, b);
    }
  }
}

function elementFieldRange(field: Field | undefined): Range {
  return field === undefined ? UNKNOWN : union(fieldRange(field), { low: 0n, high: 0n });
}

function union(a: Range, b: Range): Range {
  return { low: a.low < b.low ? a.low : b.low, high: a.high > b.high ? a.high : b.high };
}

function andRange(a: Range, b: Range): Range {
  if (a.low >= 0n && b.low >= 0n) return { low: 0n, high: a.high < b.high ? a.high : b.high };
  if (a.low >= 0n) return { low: 0n, high: a.high };
  if (b.low >= 0n) return { low: 0n, high: b.high };
  return bitwiseRange(a, b);
}

function orRange(a: Range, b: Range): Range {
  if (a.low < 0n || b.low < 0n) return bitwiseRange(a, b);
  return unsignedRange(Math.max(bitLength(a.high), bitLength(b.high)));
}

/** What a bitwise operation on two's complement numbers of these sizes may give. */
function bitwiseRange(a: Range, b: Range): Range {
  const bits = [a, b].map(({ low, high }) => Math.max(bitLength(high < 0n ? -high : high), bitLength(-low)));
  return signedRange(Math.max(...bits) + 1);
}

function shiftLeftRange(a: Range, b: Range): Range {
  if (b.high > LIMIT_BITS) return UNKNOWN;
  const furthest = b.high < 0n ? 0n : b.high;
  return hull([0n, a.low, a.high, a.low << furthest, a.high << furthest]);
}

function shiftRightRange(a: Range, b: Range): Range {
  const least = b.low < 0n ? 0n : b.low;
  if (least > LIMIT_BITS) return hull([a.low < 0n ? -1n : 0n, 0n]);
  return hull([a.low >> least, a.high >> least, a.low < 0n ? -1n : 0n, 0n]);
}
