import { assert, readWideBits, unreachable } from "../../base/index.js";
import { binary, cast, compare } from "../arithmetic.js";
import type {
  BooleanExpression,
  DataExpression,
  Field,
  Header,
  HeaderExpression,
  HeaderStack,
  HeaderUnion,
  Target,
  UnionExpression,
} from "../model/index.js";
import { isValid, readField, writeField } from "../phv/access.js";
import { sameHeader, sameUnion } from "../phv/header-operations.js";
import { traced } from "../trace/changes.js";
import type { Context } from "./context.js";

/** Evaluates an integer expression, exactly. What is not there (an element outside a stack) counts as 0. */
export function evaluate(expression: DataExpression, context: Context): bigint {
  switch (expression.kind) {
    case "constant":
      return expression.value;
    case "parameter":
      return context.parameters[expression.index] ?? 0n;
    case "field":
    case "stackField":
    case "headerField":
    case "register":
      return readTarget(expression, context);
    case "lookahead":
      return readWideBits(context.packet.bytes, context.bitPosition + expression.bitOffset, expression.width);
    case "binary":
      return binary(
        expression.operator,
        evaluate(expression.left, context),
        evaluate(expression.right, context),
      );
    case "complement":
      return ~evaluate(expression.operand, context);
    case "cast":
      return cast(
        expression.cast,
        evaluate(expression.operand, context),
        Number(evaluate(expression.width, context)),
      );
    case "choose":
      return evaluate(
        holds(expression.condition, context) ? expression.whenTrue : expression.whenFalse,
        context,
      );
    case "fromBoolean":
      return holds(expression.operand, context) ? 1n : 0n;
    case "stackSize":
      return BigInt(context.phv[expression.stack.nextOffset] ?? 0);
    case "lastIndex":
      return BigInt(context.phv[expression.stack.nextOffset] ?? 0) - 1n;
  }
}

/** Evaluates a condition. */
export function holds(expression: BooleanExpression, context: Context): boolean {
  switch (expression.kind) {
    case "boolean":
      return expression.value;
    case "isNotZero":
      return evaluate(expression.operand, context) !== 0n;
    case "compare":
      return compare(
        expression.comparison,
        evaluate(expression.left, context),
        evaluate(expression.right, context),
      );
    case "and":
      return holds(expression.left, context) && holds(expression.right, context);
    case "or":
      return holds(expression.left, context) || holds(expression.right, context);
    case "not":
      return !holds(expression.operand, context);
    case "chooseBoolean":
      return holds(
        holds(expression.condition, context) ? expression.whenTrue : expression.whenFalse,
        context,
      );
    case "sameBoolean":
      return (holds(expression.left, context) === holds(expression.right, context)) === expression.equal;
    default:
      return headersHold(expression, context);
  }
}

type HeaderCondition = Extract<
  BooleanExpression,
  { readonly kind: "valid" | "validUnion" | "sameHeader" | "sameUnion" }
>;

function headersHold(expression: HeaderCondition, context: Context): boolean {
  const { phv } = context;
  switch (expression.kind) {
    case "valid": {
      const header = headerOf(expression.header, context);
      return header !== undefined && isValid(phv, header);
    }
    case "validUnion":
      return unionOf(expression.union, context)?.members.some((member) => isValid(phv, member)) ?? false;
    case "sameHeader": {
      const [left, right] = [headerOf(expression.left, context), headerOf(expression.right, context)];
      return (left !== undefined && right !== undefined && sameHeader(phv, left, right)) === expression.equal;
    }
    case "sameUnion": {
      const [left, right] = [unionOf(expression.left, context), unionOf(expression.right, context)];
      return (left !== undefined && right !== undefined && sameUnion(phv, left, right)) === expression.equal;
    }
    default:
      return unreachable(expression);
  }
}

/** The element at an index; undefined outside. */
function element<T>(elements: readonly T[], index: bigint): T | undefined {
  return index >= 0n && index < BigInt(elements.length) ? elements[Number(index)] : undefined;
}

export function headerOf(expression: HeaderExpression, context: Context): Header | undefined {
  switch (expression.kind) {
    case "header":
      return expression.header;
    case "stackElement":
      return element(expression.stack.elements, evaluate(expression.index, context));
    case "unionMember":
      return unionOf(expression.union, context)?.members[expression.member];
  }
}

export function unionOf(expression: UnionExpression, context: Context): HeaderUnion | undefined {
  if (expression.kind === "union") return expression.union;
  return element(expression.stack.elements, evaluate(expression.index, context));
}

/** The last valid element of a stack. */
function lastElement(stack: HeaderStack, phv: Uint32Array): Header | undefined {
  return stack.elements[(phv[stack.nextOffset] ?? 0) - 1];
}

/** The field that a target names, if there is one now; registers have none. */
function fieldOf(target: Exclude<Target, { kind: "register" }>, context: Context): Field | undefined {
  switch (target.kind) {
    case "field":
      return target.field;
    case "stackField":
      return lastElement(target.stack, context.phv)?.fields[target.fieldIndex];
    case "headerField":
      return headerOf(target.header, context)?.fields[target.fieldIndex];
  }
}

/** A cell's array and index, if the index is inside. */
export function cellOf(register: number, index: bigint, context: Context) {
  const array = context.environment.state.registers[register];
  assert(array !== undefined, "registers of the model have state");
  return index >= 0n && index < BigInt(array.size) ? { array, index: Number(index) } : undefined;
}

type Cell = NonNullable<ReturnType<typeof cellOf>>;

/** The value of a register cell. */
export function readCell({ array, index }: Cell, { environment, packet }: Context): bigint {
  const value = array.read(index);
  const register = array.register.name;
  environment.observe?.(packet, { kind: "registerRead", register, index, value: traced(value) });
  return value;
}

/** Stores a value in a register cell. */
export function writeCell({ array, index }: Cell, value: bigint, { environment, packet }: Context): void {
  array.write(index, value);
  const register = array.register.name;
  const stored = traced(BigInt.asUintN(array.register.width, value));
  environment.observe?.(packet, { kind: "registerWrite", register, index, value: stored });
}

function readTarget(target: Target, context: Context): bigint {
  if (target.kind === "register") {
    const cell = cellOf(target.register, evaluate(target.index, context), context);
    return cell === undefined ? 0n : readCell(cell, context);
  }
  const field = fieldOf(target, context);
  return field === undefined ? 0n : readField(context.phv, field);
}

/** Stores a value; what is not there takes none. */
export function assign(target: Target, value: bigint, context: Context): void {
  if (target.kind === "register") {
    const cell = cellOf(target.register, evaluate(target.index, context), context);
    if (cell !== undefined) writeCell(cell, value, context);
    return;
  }
  const field = fieldOf(target, context);
  if (field !== undefined) writeField(context.phv, field, value);
}
