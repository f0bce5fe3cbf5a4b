import type { SourcePosition } from "../base/index.js";
import {
  type Annotation,
  type Documentation,
  type Expression,
  node,
  sameType,
  type Type,
  typeName,
} from "../ir/index.js";
import { refuse } from "./refuse.js";

/** A number in a program text; it takes the type of its surroundings and must fit. */
export type NumberLiteral = number | bigint;

/** Something that has a value while a packet is processed. */
export abstract class Value {
  readonly ir: Expression;

  constructor(ir: Expression) {
    this.ir = ir;
  }
}

/** Whatever can stand for a value: the value itself or a literal. */
export type Operand = Value | NumberLiteral | boolean;

/**
 * A type as a value of the program.
 * @typeParam Read what reading a thing of this type gives
 * @typeParam Variable what a place of this type is; it can be set
 * @typeParam Literal what can be written for a constant of this type
 * @typeParam Accepted the values that can be given where this type is needed
 */
export interface TypeSpec<Read = unknown, Variable = unknown, Literal = unknown, Accepted = unknown> {
  readonly ir: Type;
  /** What `annotated` says of a field or parameter of this type. */
  readonly annotations?: readonly Annotation[];
  readonly doc?: Documentation;
  read(expression: Expression): Read;
  variable(expression: Expression): Variable;
  /** Never there: keeps the literal's type for inference. */
  readonly literal?: Literal;
  /** Never there: keeps the accepted type for inference. */
  readonly accepted?: Accepted;
}

/** A type whose values are single numbers, bools or names of an enum. */
export type ScalarSpec<
  Read extends Value = Value,
  Variable extends Value = Value,
  Literal = unknown,
  Accepted = unknown,
> = TypeSpec<Read, Variable, Literal, Accepted> & { readonly scalar: true };

export type ReadOf<Spec> = Spec extends TypeSpec<infer Read, unknown, unknown> ? Read : never;
export type VariableOf<Spec> = Spec extends TypeSpec<unknown, infer Variable, unknown> ? Variable : never;
export type LiteralOf<Spec> = Spec extends { readonly literal?: infer Literal }
  ? Exclude<Literal, undefined>
  : never;

/** What can be given where a value of this type is needed. */
export type OperandOf<Spec> =
  | LiteralOf<Spec>
  | (Spec extends { readonly accepted?: infer Accepted } ? Exclude<Accepted, undefined> : never);

/** The expression of an operand in a place where `type` is needed. */
export function expressionOf(type: Type, operand: unknown, source: SourcePosition): Expression {
  if (operand instanceof Value) return checkedType(type, operand.ir, source);
  if (typeof operand === "boolean" && type.kind === "boolType")
    return node("boolean", { value: operand, type, source });
  if (typeof operand === "number" || typeof operand === "bigint") return constantOf(type, operand, source);
  return refuse(
    "DSL-TYPE",
    source,
    `expected ${typeName(type)}, got ${typeof operand}`,
    "Give a value or a literal of that type.",
  );
}

function checkedType(type: Type, expression: Expression, source: SourcePosition): Expression {
  if (sameType(type, expression.type)) return expression;
  return refuse(
    "DSL-WIDTH",
    source,
    `expected ${typeName(type)}, got ${typeName(expression.type)}`,
    "Cast the value, slice it, or change one of the types.",
  );
}

function constantOf(type: Type, literal: NumberLiteral, source: SourcePosition): Expression {
  if (typeof literal === "number" && !Number.isSafeInteger(literal)) {
    const reason = Number.isInteger(literal) ? "is more than a number holds exactly" : "is no whole number";
    refuse("DSL-RANGE", source, `${literal} ${reason}`, "Write large numbers as bigints: 1n << 60n.");
  }
  const value = BigInt(literal);
  const [low, high] = limits(type, source);
  if (value < low || value > high) {
    refuse("DSL-RANGE", source, `${value} does not fit ${typeName(type)}`, `It holds ${low} to ${high}.`);
  }
  return node("constant", { value, type, source });
}

function limits(type: Type, source: SourcePosition): readonly [bigint, bigint] {
  switch (type.kind) {
    case "bitType":
      return [0n, (1n << BigInt(type.width)) - 1n];
    case "newType":
      return [0n, (1n << BigInt(type.underlying.width)) - 1n];
    case "intType": {
      const half = 1n << BigInt(type.width - 1);
      return [-half, half - 1n];
    }
    default:
      return refuse("DSL-TYPE", source, `a number is no ${typeName(type)}`, "Give a value of that type.");
  }
}

/**
 * The number that a constant expression stands for: bools are 0 and 1, names of an enum their values.
 *
 * @throws CodedError `DSL-TABLE` when the value is not known while the program is built.
 */
export function constantValue(expression: Expression, source: SourcePosition): bigint {
  if (expression.kind === "constant") return expression.value;
  if (expression.kind === "boolean") return expression.value ? 1n : 0n;
  if (expression.kind === "enumMember") {
    const found = expression.type.members.find((member) => member.name === expression.member);
    if (found !== undefined) return found.value;
  }
  return refuse("DSL-TABLE", source, "the value is not known before a packet comes", "Give a literal.");
}
