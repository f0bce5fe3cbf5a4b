import {
  type Binary,
  type Control,
  type Expression,
  type Node,
  type ParserState,
  rewrite,
  typeWidth,
  walk,
} from "../../ir/index.js";
import type { Pass } from "../pass.js";
import { refuse } from "./refuse.js";

/** Bits of two fields that a condition compares for equality, and of one that it orders against a constant. */
const equalityMax = 16;
const orderMax = 8;
/** Bits of a field that a condition compares with a constant. */
const constantMax = 32;

/**
 * Tofino's conditions look at a few bits and compute nothing, its actions do one operation for each field and choose
 * nothing, and its parser selects on fields.
 *
 * Throws `TNA-COMPARE`, `TNA-EXPRESSION` or `TNA-PARSER` for what asks more of them.
 */
export const checkExpressions: Pass = {
  name: "check-expressions",
  run(program) {
    for (const state of program.parser.states) checkState(state);
    checkControl(program.ingress);
    checkControl(program.egress);
    return program;
  },
};

function checkState({ statements, transition }: ParserState): void {
  for (const statement of statements) {
    if (statement.kind !== "if") continue;
    refuse(
      "TNA-PARSER",
      "a condition in a parser",
      "Select on the field, in a state of its own.",
      statement.source,
    );
  }
  if (transition.kind === "direct") return;
  for (const each of transition.on) {
    if (isPlace(each)) continue;
    refuse(
      "TNA-PARSER",
      "the parser selects on something that is computed",
      "Select on the fields themselves, with values, masks and ranges.",
      each.source,
    );
  }
}

function checkControl(control: Control): void {
  const { actions, body, controls } = control;
  rewrite(body, (target) => checkNode(target));
  for (const action of actions) {
    rewrite(action.body, (target) => checkInAction(checkNode(target)));
  }
  controls.forEach(checkControl);
}

function checkInAction(target: Node): Node {
  if (target.kind !== "if") return target;
  return refuse(
    "TNA-EXPRESSION",
    "a condition inside an action",
    "Make two actions, and let a table's key or the control choose.",
    target.source,
  );
}

function checkNode(target: Node): Node {
  if (target.kind === "if") checkCondition(target.condition);
  if (target.kind === "conditional") {
    refuse(
      "TNA-EXPRESSION",
      "a value is chosen by a condition outside of a register action",
      "Write it as when(condition, …, …).",
      target.source,
    );
  }
  if (target.kind === "assign") checkValue(target.value);
  return target;
}

/** What is assigned is computed from numbers; a truth is either known or a field. */
function checkValue(value: Expression): void {
  walk(value, (target) => {
    const fromTruth = target.kind === "cast" && target.operand.type.kind === "boolType";
    const truth = target.kind === "binary" && target.type.kind === "boolType";
    const toTruth = target.kind === "cast" && target.type.kind === "boolType";
    const negated = target.kind === "unary" && target.operator === "!";
    if (!fromTruth && !truth && !toTruth && !negated) return;
    refuse(
      "TNA-EXPRESSION",
      "a comparison is used as a value",
      "Write it as when(condition, …, …) with two assignments.",
      target.source,
    );
  });
}

function checkCondition(condition: Expression): void {
  walk(condition, (target) => {
    if (target.kind === "cast" && target.type.kind === "boolType") refuseComputed(target);
    if (target.kind === "binary" && relations.has(target.operator)) checkComparison(target);
  });
}

const relations: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);

function checkComparison(comparison: Binary): void {
  const { operator, left, right, source } = comparison;
  for (const each of [left, right]) if (!isPlace(each) && !isConstant(each)) refuseComputed(each);
  const width = typeWidth(left.type) ?? 0;
  const constant = isConstant(left) || isConstant(right);
  const equality = operator === "==" || operator === "!=";
  const widest = equality ? (constant ? constantMax : equalityMax) : constant ? orderMax : 0;
  if (width <= widest) return;
  refuse(
    "TNA-COMPARE",
    `a condition compares ${width} bits with ${constant ? "a constant" : "another field"} by ${operator}; here it can compare ${widest}`,
    "Subtract or xor the numbers in an action, and match the result in a table's key, ternary on its top bit.",
    source,
  );
}

function refuseComputed({ source }: Expression): never {
  return refuse(
    "TNA-COMPARE",
    "a condition computes",
    "Compute the number in an action before, and match it in a table's key.",
    source,
  );
}

function isConstant({ kind }: Expression): boolean {
  return kind === "constant" || kind === "enumMember" || kind === "errorMember" || kind === "boolean";
}

/** Bits that lie somewhere: a field, a variable, a slice of one. */
function isPlace(value: Expression): boolean {
  switch (value.kind) {
    case "field":
    case "variable":
    case "parameter":
    case "intrinsic":
    case "isValid":
    case "lookahead":
      return true;
    case "slice":
    case "cast":
      return isPlace(value.operand) && value.operand.type.kind !== "boolType";
    default:
      return false;
  }
}
