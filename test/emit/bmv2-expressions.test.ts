// BMv2 computes with numbers of any size. Whatever expression a program has, the tree must give the number of the
// P4_16 specification, also when every operation on the way overflows.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { SourcePosition } from "../../src/base/index.js";
import { convertExpression } from "../../src/emit/bmv2/expressions.js";
import { topScope } from "../../src/emit/bmv2/scope.js";
import { Shared } from "../../src/emit/bmv2/shared.js";
import {
  type ArithmeticOperator,
  bitType,
  boolType,
  type ComparisonOperator,
  type Expression,
  intType,
  type NumberType,
  node,
} from "../../src/ir/index.js";
import { router } from "../../src/programs/router.js";
import { computed } from "./support/bmv2-semantics.js";
import { evaluate } from "./support/number-semantics.js";

const scope = topScope(new Shared(router.ir), "test");
const source: SourcePosition = { file: "test.ts", line: 1, column: 1 };
const arithmetic: readonly ArithmeticOperator[] = ["+", "-", "*", "|+|", "|-|", "&", "|", "^"];
const comparisons: readonly ComparisonOperator[] = ["==", "!=", "<", "<=", ">", ">="];
const depthMax = 4;

const numberTypes: fc.Arbitrary<NumberType> = fc
  .record({ width: fc.constantFrom(1, 2, 7, 8, 9, 16, 32, 33, 48, 64, 128), signed: fc.boolean() })
  .map(({ width, signed }) => (signed && width > 1 ? intType(width) : bitType(width)));

function constants(type: NumberType): fc.Arbitrary<Expression> {
  const width = BigInt(type.width);
  const signed = type.kind === "intType";
  const min = signed ? -(1n << (width - 1n)) : 0n;
  const max = signed ? (1n << (width - 1n)) - 1n : (1n << width) - 1n;
  return fc
    .oneof(fc.bigInt({ min, max }), fc.constantFrom(min, max, max - 1n, 0n))
    .map((value) => node("constant", { type, value, source }));
}

function numbers(type: NumberType, depth: number): fc.Arbitrary<Expression> {
  if (depth === 0) return constants(type);
  const same = numbers(type, depth - 1);
  return fc.oneof(
    constants(type),
    fc.record({ left: same, right: same, operator: fc.constantFrom(...arithmetic) }).map((parts) => {
      return node("binary", { ...parts, type, source });
    }),
    fc
      .record({ left: same, amount: fc.nat(40), operator: fc.constantFrom("<<" as const, ">>" as const) })
      .map(({ left, amount, operator }) => {
        const right = node("constant", { type: bitType(8), value: BigInt(amount), source });
        return node("binary", { left, right, operator, type, source });
      }),
    fc.record({ operand: same, operator: fc.constantFrom("~" as const, "-" as const) }).map((parts) => {
      return node("unary", { ...parts, type, source });
    }),
    fc.record({ condition: bools(depth - 1), whenTrue: same, whenFalse: same }).map((parts) => {
      return node("conditional", { ...parts, type, source });
    }),
    casts(type, depth - 1),
    ...(type.kind === "bitType" ? [slices(type.width, depth - 1), concats(type.width, depth - 1)] : []),
  );
}

/** P4 casts between widths of one sign, and between signs of one width. */
function casts(type: NumberType, depth: number): fc.Arbitrary<Expression> {
  const sameSign = numberTypes.filter(({ kind }) => kind === type.kind);
  const otherSign = type.kind === "bitType" ? intType(type.width) : bitType(type.width);
  const from = type.width > 1 ? fc.oneof(sameSign, fc.constant(otherSign)) : sameSign;
  return from
    .chain((operandType) => numbers(operandType, depth))
    .map((operand) => node("cast", { operand, type, source }));
}

function slices(width: number, depth: number): fc.Arbitrary<Expression> {
  return fc.nat(20).chain((low) => {
    return numbers(bitType(width + low + 3), depth).map((operand) =>
      node("slice", { operand, high: width + low - 1, low, type: bitType(width), source }),
    );
  });
}

function concats(width: number, depth: number): fc.Arbitrary<Expression> {
  if (width < 2) return constants(bitType(width));
  return fc.integer({ min: 1, max: width - 1 }).chain((low) => {
    const parts = { left: numbers(bitType(width - low), depth), right: numbers(bitType(low), depth) };
    return fc.record(parts).map((both) => node("concat", { ...both, type: bitType(width), source }));
  });
}

function bools(depth: number): fc.Arbitrary<Expression> {
  const literal = fc.boolean().map((value) => node("boolean", { value, type: boolType, source }));
  if (depth === 0) return literal;
  const same = bools(depth - 1);
  const logical = fc.constantFrom("&&" as const, "||" as const);
  return fc.oneof(
    literal,
    fc.record({ left: same, right: same, operator: logical }).map((parts) => {
      return node("binary", { ...parts, type: boolType, source });
    }),
    same.map((operand) => node("unary", { operand, operator: "!", type: boolType, source })),
    numberTypes.chain((type) => {
      const side = numbers(type, depth - 1);
      return fc
        .record({ left: side, right: side, operator: fc.constantFrom(...comparisons) })
        .map((parts) => {
          return node("binary", { ...parts, type: boolType, source });
        });
    }),
  );
}

test("numbers come out as P4 defines them", () => {
  fc.assert(
    fc.property(
      numberTypes.chain((type) => numbers(type, depthMax)),
      (expression) => {
        assert.equal(computed(convertExpression(expression, scope)), evaluate(expression));
      },
    ),
    { numRuns: 2000 },
  );
});

test("bools come out as P4 defines them", () => {
  fc.assert(
    fc.property(bools(depthMax), (expression) => {
      assert.equal(computed(convertExpression(expression, scope)), evaluate(expression));
    }),
    { numRuns: 500 },
  );
});
