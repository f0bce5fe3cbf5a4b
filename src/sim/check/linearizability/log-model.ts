import { assert } from "../../../base/index.js";
import type { LogPosition } from "../../../ringworld/index.js";
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
  | { readonly kind: "appended"; readonly index: bigint; readonly place: number }
  /** What stands at the index, by place. */
  | { readonly kind: "entries"; readonly values: readonly string[] }
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
 * The tail of the log, and which of the positions that are known to hold a value is the next to be appended. What the
 * log holds follows from both: every known value before that one.
 */
interface LogState {
  readonly tail: bigint;
  readonly nextKnown: number;
}

/** A history of a log, with the appends whose effect was seen though they never returned. */
export interface ResolvedLog {
  readonly operations: readonly CheckedOperation<LogInput, LogOutput>[];
  readonly values: KnownValues;
}

/** What stands in the log in the end, by index and place. */
type KnownValues = ReadonlyMap<bigint, ReadonlyMap<number, string>>;

/**
 * Checks a log. Its sequential specification: `append` puts the value at an index above the tail, `tail` answers the
 * largest index given out, `read` answers what stands at an index that is not above the tail. Junk may appear behind
 * the tail at any time (paper, footnote 1). Values that were packed together stand at one index, one behind the other:
 * nobody sees some of them without the others. A value may stand at further indices: its append was sent twice, and
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
function logModel(values: KnownValues): SequentialModel<LogState, LogInput, LogOutput> {
  const known = positionsOf(values);
  return {
    initial: { tail: 0n, nextKnown: 0 },
    step: (state, input, output) => {
      assert(output !== undefined, "the outputs of a resolved log are all known");
      if (output.kind === "appended" && input.kind === "append") return appended(known, state, output);
      if (output.kind === "tail") return reached(known, state, output.index);
      assert(input.kind === "read", `an answer of the kind ${output.kind} to ${input.kind}`);
      return readSeen(known, values, state, input.index, output);
    },
    keyOf: ({ tail, nextKnown }) => `${tail}/${nextKnown}`,
    rank: (input, output) => Number(indexOf(input, output)) + placeOf(output) / 2 ** 16,
  };
}

/** Every position that holds a value, in log order. */
function positionsOf(values: KnownValues): readonly LogPosition[] {
  const positions = [...values].flatMap(([index, places]) =>
    [...places.keys()].map((place) => ({ index, place })),
  );
  return positions.sort((left, right) => {
    if (left.index === right.index) return left.place - right.place;
    return left.index < right.index ? -1 : 1;
  });
}

/**
 * A known value cannot be skipped: nothing is ever appended below the tail, and at the tail only what was packed with
 * the value before it.
 */
function appended(
  known: readonly LogPosition[],
  state: LogState,
  { index, place }: LogPosition,
): LogState | undefined {
  const { tail, nextKnown } = state;
  const next = known[nextKnown];
  const isNext = next?.index === index && next.place === place;
  const isPacked = known[nextKnown - 1]?.index === index;
  return isNext && (index > tail || isPacked) ? { tail: index, nextKnown: nextKnown + 1 } : undefined;
}

/** The tail is now at `index`; what it passed on the way is junk. */
function reached(known: readonly LogPosition[], state: LogState, index: bigint): LogState | undefined {
  if (index < state.tail || !isWhole(known, state, index)) return undefined;
  return index === state.tail ? state : { ...state, tail: index };
}

/** Whether nothing that is known to stand at an index, or before it, is still to be appended. */
function isWhole(known: readonly LogPosition[], { nextKnown }: LogState, index: bigint): boolean {
  const next = known[nextKnown];
  return next === undefined || next.index > index;
}

/** The index that an operation is about. */
function indexOf(input: LogInput, output: LogOutput | undefined): bigint {
  if (output !== undefined && "index" in output) return output.index;
  return input.kind === "read" ? input.index : 0n;
}

function placeOf(output: LogOutput | undefined): number {
  return output?.kind === "appended" ? output.place : 0;
}

function readSeen(
  known: readonly LogPosition[],
  values: KnownValues,
  state: LogState,
  index: bigint,
  output: LogOutput,
): LogState | undefined {
  if (output.kind === "absent") return index > state.tail ? state : undefined;
  const seen = output.kind === "entries" ? output.values : [];
  const places = values.get(index);
  if ((places?.size ?? 0) !== seen.length) return undefined;
  if (seen.some((value, place) => places?.get(place) !== value)) return undefined;
  if (index <= state.tail) return isWhole(known, state, index) ? state : undefined;
  return output.kind === "junk" ? reached(known, state, index) : undefined;
}

const uncheckedKinds: ReadonlySet<LogOutput["kind"]> = new Set(["trimmed", "withheld"]);

/**
 * Adds what a history tells of appends that never returned: their position, when somebody read their value. Operations
 * that never returned and whose effect nobody saw are left out, since they need not have happened.
 */
function resolveLog(history: readonly Operation<LogInput, LogOutput>[]): ResolvedLog {
  const operations: CheckedOperation<LogInput, LogOutput>[] = [];
  const values = new Map<bigint, Map<number, string>>();
  const calls = new Map<string, number>();
  for (const { input, calledAt, returned } of history) {
    if (input.kind === "append") calls.set(input.value, calledAt);
    if (returned === undefined || uncheckedKinds.has(returned.output.kind)) continue;
    operations.push({ input, calledAt, returnedAt: returned.at, output: returned.output });
    if (input.kind !== "append" || returned.output.kind !== "appended") continue;
    placesAt(values, returned.output.index).set(returned.output.place, input.value);
  }
  for (const { input, returned } of history) {
    if (input.kind !== "read" || returned?.output.kind !== "entries") continue;
    const { index } = input;
    const places = placesAt(values, index);
    for (const [place, value] of returned.output.values.entries()) {
      if (places.has(place)) continue;
      places.set(place, value);
      const calledAt = calls.get(value) ?? Number.MAX_SAFE_INTEGER;
      const output = { kind: "appended", index, place } as const;
      operations.push({ input: { kind: "append", value }, calledAt, output });
    }
  }
  return { operations, values };
}

function placesAt(values: Map<bigint, Map<number, string>>, index: bigint): Map<number, string> {
  const known = values.get(index);
  if (known !== undefined) return known;
  const places = new Map<number, string>();
  values.set(index, places);
  return places;
}
