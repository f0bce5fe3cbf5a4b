import type { Expression, KeySet, SelectCase, Transition } from "../../ir/index.js";
import { constantValue } from "../constants.js";
import { scalarValue } from "./assignments.js";
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
    transitions: transition.cases.flatMap((one) => lowerCase(one, widths, scope)),
    transition_key: transition.on.map((expression) => transitionKey(expression, scope, set)),
  };
}

function transitionKey(expression: Expression, scope: Scope, set: SetOperation): tree.TransitionKey {
  const lookahead = lookaheadOf(expression);
  if (lookahead !== undefined) return lookahead;
  const { hoisted, scope: inner } = hoistLookaheads(expression, scope, set);
  const value = scalarValue(hoisted, inner);
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
): readonly tree.Transition[] {
  const [only] = keys;
  const next_state = stateName(next);
  if (keys.length === 1 && only?.kind === "inValueSet") {
    return [{ type: "parse_vset", value: `${scope.path}.${only.valueSet}`, mask: null, next_state }];
  }
  if (keys.every(({ kind }) => kind === "any")) return [defaultTransition(next)];
  const isMasked = keys.some(({ kind }) => kind !== "value");
  const choices = keys.map((key, position) => masksOf(key, widths[position] ?? 0, source));
  return combinations(choices).map((parts) => ({
    type: "hexstr",
    value: concatenate(parts.map(({ value, width }) => hex(value, width))),
    mask: isMasked ? concatenate(parts.map(({ mask, width }) => hex(mask, width))) : null,
    next_state,
  }));
}

/** Each part fills whole bytes. */
function concatenate(parts: readonly string[]): string {
  return `0x${parts.map((part) => part.slice(2)).join("")}`;
}

/** One element of each list, in every way. */
function combinations<T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return lists.reduce<readonly (readonly T[])[]>(
    (heads, list) => heads.flatMap((head) => list.map((item) => [...head, item])),
    [[]],
  );
}

interface MaskedValue {
  readonly value: bigint;
  readonly mask: bigint;
  readonly width: number;
}

/** The masked values that together match what a key set matches; more than one for a range. */
function masksOf(key: KeySet, width: number, source: SelectCase["source"]): readonly MaskedValue[] {
  switch (key.kind) {
    case "value":
      return [{ value: constantValue(key.value), mask: ones(width), width }];
    case "mask":
      return [masked(constantValue(key.value), constantValue(key.mask), width)];
    case "prefix":
      return [masked(constantValue(key.value), ones(width) ^ ones(width - key.length), width)];
    case "range":
      return prefixesOf(constantValue(key.low), constantValue(key.high), width);
    case "any":
      return [masked(0n, 0n, width)];
    case "inValueSet":
      return refuse("a value set beside other keys of a select", source);
  }
}

function masked(value: bigint, mask: bigint, width: number): MaskedValue {
  return { value: value & mask, mask, width };
}

/** The fewest prefixes that cover a range: from its low end, always the longest run that fits. */
function prefixesOf(low: bigint, high: bigint, width: number): readonly MaskedValue[] {
  const prefixes: MaskedValue[] = [];
  for (let start = low; start <= high; ) {
    let free = 0;
    while (free < width && (start & ones(free + 1)) === 0n && start + ones(free + 1) <= high) free += 1;
    prefixes.push(masked(start, ones(width) ^ ones(free), width));
    start += ones(free) + 1n;
  }
  return prefixes;
}
