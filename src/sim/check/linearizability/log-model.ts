import { assert } from "../../../base/index.js";
import type { Operation } from "../../history/history.js";
import { checkLinearizable, type LinearizabilityVerdict } from "./check.js";
import type { CheckedOperation, SequentialModel } from "./model.js";

/** What one can ask of a log (paper §2.1.1). Values are texts, each appended by one `append` only. */
export type LogInput =
  | { readonly kind: "append"; readonly value: string }
  | { readonly kind: "read"; readonly index: bigint }
  | { readonly kind: "tail" }
  | { readonly kind: "trim"; readonly index: bigint };

/** What a log answers. */
export type LogOutput =
  | { readonly kind: "appended"; readonly index: bigint }
  | { readonly kind: "entry"; readonly value: string }
  /** The index was filled, because its append never arrived (paper, footnote 1). */
  | { readonly kind: "junk" }
  /** There is no such index yet. */
  | { readonly kind: "absent" }
  | { readonly kind: "tail"; readonly index: bigint }
  /** Everything below the index was trimmed, or the index that was to be read is. `checkTrims` looks at both. */
  | { readonly kind: "trimmed" }
  /** The index holds an entry of another stream than its reader subscribes to. `StreamCheck` looks at it. */
  | { readonly kind: "withheld" };

/**
 * The tail of the log, and which of the indices that are known to hold a value is the next to be appended. What the
 * log holds follows from the tail: every known value up to it.
 */
interface LogState {
  readonly tail: bigint;
  readonly nextKnown: number;
}

/** A history of a log, with the appends whose effect was seen though they never returned. */
export interface ResolvedLog {
  readonly operations: readonly CheckedOperation<LogInput, LogOutput>[];
  readonly values: ReadonlyMap<bigint, string>;
}

/**
 * Checks a log. Its sequential specification: `append` puts the value at an index above the tail, `tail` answers the
 * largest index given out, `read` answers what stands at an index that is not above the tail. Junk may appear behind
 * the tail at any time (paper, footnote 1). A value may stand at further indices: its append was sent twice, and
 * readers drop the later copies.
 */
export function checkLog(
  history: readonly Operation<LogInput, LogOutput>[],
  stepsMax?: number,
): LinearizabilityVerdict & { readonly operations: ResolvedLog["operations"] } {
  const resolved = resolveLog(history);
  const verdict = checkLinearizable(logModel(resolved.values), resolved.operations, stepsMax);
  return { ...verdict, operations: resolved.operations };
}

/** The model of a log that holds `values` in the end. */
function logModel(values: ReadonlyMap<bigint, string>): SequentialModel<LogState, LogInput, LogOutput> {
  const known = [...values.keys()].sort((left, right) => (left < right ? -1 : 1));
  return {
    initial: { tail: 0n, nextKnown: 0 },
    step: (state, input, output) => {
      assert(output !== undefined, "the outputs of a resolved log are all known");
      if (output.kind === "appended" && input.kind === "append") return appended(known, state, output.index);
      if (output.kind === "tail") return reached(known, state, output.index);
      assert(input.kind === "read", `an answer of the kind ${output.kind} to ${input.kind}`);
      return readSeen(known, values, state, input.index, output);
    },
    keyOf: ({ tail }) => tail.toString(),
    rank: (input, output) => Number(indexOf(input, output)),
  };
}

/** A known value cannot be skipped: nothing is ever appended below the tail. */
function appended(known: readonly bigint[], state: LogState, index: bigint): LogState | undefined {
  if (index <= state.tail || known[state.nextKnown] !== index) return undefined;
  return { tail: index, nextKnown: state.nextKnown + 1 };
}

/** The tail is now at `index`; what it passed on the way is junk. */
function reached(known: readonly bigint[], state: LogState, index: bigint): LogState | undefined {
  const next = known[state.nextKnown];
  if (index < state.tail || (next !== undefined && next <= index)) return undefined;
  return index === state.tail ? state : { ...state, tail: index };
}

/** The index that an operation is about. */
function indexOf(input: LogInput, output: LogOutput | undefined): bigint {
  if (output !== undefined && "index" in output) return output.index;
  return input.kind === "read" ? input.index : 0n;
}

function readSeen(
  known: readonly bigint[],
  values: ReadonlyMap<bigint, string>,
  state: LogState,
  index: bigint,
  output: LogOutput,
): LogState | undefined {
  if (output.kind === "absent") return index > state.tail ? state : undefined;
  const seen = output.kind === "entry" ? output.value : undefined;
  if (values.get(index) !== seen) return undefined;
  if (index <= state.tail) return state;
  return output.kind === "junk" ? reached(known, state, index) : undefined;
}

const uncheckedKinds: ReadonlySet<LogOutput["kind"]> = new Set(["trimmed", "withheld"]);

/**
 * Adds what a history tells of appends that never returned: their index, when somebody read their value. Operations
 * that never returned and whose effect nobody saw are left out, since they need not have happened.
 */
function resolveLog(history: readonly Operation<LogInput, LogOutput>[]): ResolvedLog {
  const operations: CheckedOperation<LogInput, LogOutput>[] = [];
  const values = new Map<bigint, string>();
  const calls = new Map<string, number>();
  for (const { input, calledAt, returned } of history) {
    if (input.kind === "append") calls.set(input.value, calledAt);
    if (returned === undefined || uncheckedKinds.has(returned.output.kind)) continue;
    operations.push({ input, calledAt, returnedAt: returned.at, output: returned.output });
    if (input.kind === "append" && returned.output.kind === "appended") {
      values.set(returned.output.index, input.value);
    }
  }
  for (const { input, returned } of history) {
    if (input.kind !== "read" || returned?.output.kind !== "entry" || values.has(input.index)) continue;
    const { value } = returned.output;
    const calledAt = calls.get(value) ?? Number.MAX_SAFE_INTEGER;
    values.set(input.index, value);
    const output = { kind: "appended", index: input.index } as const;
    operations.push({ input: { kind: "append", value }, calledAt, output });
  }
  return { operations, values };
}
