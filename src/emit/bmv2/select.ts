import type { Expression, KeySet, SelectCase, Transition } from "../../ir/index.js";
import { scalarValue } from "./assignments.js";
import { constantValue } from "./constants.js";
import { widthOf } from "./expressions.js";
import { hex, ones } from "./hex.js";
import { hoistLookaheads, lookaheadOf } from "./lookahead.js";
import { refuse } from "./places.js";
import { argument } from "./primitives.js";
import type { Scope } from "./scope.js";
import type * as tree from "./tree.js";

type SetOperation = (field: tree.FieldValue, value: tree.Argument | tree.LookaheadValue) => void;

/** Where a state leads; `set` appends what must be computed in front of the decision. */
export function lowerTransition(
  transition: Transition,
  scope: Scope,
  set: SetOperation,
): Pick<tree.ParseState, "transitions" | "transition_key"> {
  if (transition.kind === "direct") {
    return { transitions: [defaultTransition(transition.next)], transition_key: [] };
  }
  const widths = transition.on.map(({ type }) => widthOf(type));
  return {
    transitions: transition.cases.map((one) => lowerCase(one, widths, scope)),
    transition_key: transition.on.map((expression) => transitionKey(expression, scope, set)),
  };
}

function transitionKey(expression: Expression, scope: Scope, set: SetOperation): tree.TransitionKey {
  const lookahead = lookaheadOf(expression);
  if (lookahead !== undefined) return lookahead;
  const hoisted = hoistLookaheads(expression, scope, set);
  const value = scalarValue(hoisted.expression, hoisted.scope);
  if (value.type === "field" || value.type === "stack_field") return value;
  const temporary = scope.shared.layout.temporary(expression.type);
  set(temporary, argument(value));
  return temporary;
}

function defaultTransition(next: string): tree.Transition {
  return { type: "default", value: null, mask: null, next_state: stateName(next) };
}

/** simple_switch goes on with a packet that its parser rejected, so both ends look the same to it. */
function stateName(next: string): string | null {
  return next === "accept" || next === "reject" ? null : next;
}

function lowerCase(
  { keys, next, source }: SelectCase,
  widths: readonly number[],
  scope: Scope,
): tree.Transition {
  const [only] = keys;
  if (keys.length === 1 && only?.kind === "inValueSet") {
    return {
      type: "parse_vset",
      value: `${scope.path}.${only.valueSet}`,
      mask: null,
      next_state: stateName(next),
    };
  }
  if (keys.every(({ kind }) => kind === "any")) return defaultTransition(next);
  const parts = keys.map((key, position) => bits(key, widths[position] ?? 0, source));
  const masked = keys.some(({ kind }) => kind !== "value");
  return {
    type: "hexstr",
    value: concatenate(parts.map(({ value, width }) => hex(value, width))),
    mask: masked ? concatenate(parts.map(({ mask, width }) => hex(mask, width))) : null,
    next_state: stateName(next),
  };
}

/** Each part fills whole bytes. */
function concatenate(parts: readonly string[]): string {
  return `0x${parts.map((part) => part.slice(2)).join("")}`;
}

function bits(
  key: KeySet,
  width: number,
  source: SelectCase["source"],
): { value: bigint; mask: bigint; width: number } {
  switch (key.kind) {
    case "value":
      return { value: constantValue(key.value), mask: ones(width), width };
    case "mask": {
      const mask = constantValue(key.mask);
      return { value: constantValue(key.value) & mask, mask, width };
    }
    case "prefix": {
      const mask = ones(width) ^ ones(width - key.length);
      return { value: constantValue(key.value) & mask, mask, width };
    }
    case "any":
      return { value: 0n, mask: 0n, width };
    default:
      return refuse(`a select cannot compare with a ${key.kind}`, source);
  }
}
