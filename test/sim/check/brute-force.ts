import type {
  CheckedOperation,
  LogInput,
  LogOutput,
  Operation,
  SequentialModel,
} from "../../../src/sim/index.js";

/**
 * Linearizability the dumb way: tries every order of every choice of operations. Only for a handful of them.
 */
export function isLinearizableByForce<State, Input, Output>(
  model: SequentialModel<State, Input, Output>,
  operations: readonly CheckedOperation<Input, Output>[],
): boolean {
  const explore = (state: State, left: readonly CheckedOperation<Input, Output>[]): boolean => {
    if (left.every(({ returnedAt }) => returnedAt === undefined)) return true;
    return left.some((operation) => {
      const others = left.filter((other) => other !== operation);
      if (others.some(({ returnedAt }) => (returnedAt ?? Number.POSITIVE_INFINITY) < operation.calledAt)) {
        return false;
      }
      const next = model.step(state, operation.input, operation.output);
      return next !== undefined && explore(next, others);
    });
  };
  return explore(model.initial, operations);
}

interface DumbLog {
  readonly tail: number;
  readonly entries: ReadonlyMap<number, string>;
}

const dumbIndexMax = 4;

/**
 * Linearizability of a log the dumb way, straight from its description: besides the operations, junk and further
 * copies of values that were called for may appear behind the tail at any time. Indices are at most 4.
 */
export function isLogLinearizableByForce(history: readonly Operation<LogInput, LogOutput>[]): boolean {
  const explore = (log: DumbLog, left: readonly Operation<LogInput, LogOutput>[]): boolean => {
    if (left.every(({ returned }) => returned === undefined)) return true;
    const firstReturn = Math.min(...left.map(({ returned }) => returned?.at ?? Number.POSITIVE_INFINITY));
    const possible = left.filter(({ calledAt }) => calledAt < firstReturn);
    const byOperation = possible.some((operation) => {
      const others = left.filter((other) => other !== operation);
      return outcomes(log, operation).some((next) => explore(next, others));
    });
    if (byOperation) return true;
    const called = history.filter(({ calledAt }) => calledAt < firstReturn);
    return byChance(log, called).some((next) => explore(next, left));
  };
  return explore({ tail: 0, entries: new Map() }, history);
}

function put(log: DumbLog, index: number, value: string): DumbLog {
  return { tail: index, entries: new Map([...log.entries, [index, value]]) };
}

/** What may appear without anybody's asking: junk, or one more copy of a value. */
function byChance(log: DumbLog, called: readonly Operation<LogInput, LogOutput>[]): DumbLog[] {
  const next = log.tail + 1;
  if (next > dumbIndexMax) return [];
  const copies = called.flatMap(({ input }) =>
    input.kind === "append" ? [put(log, next, input.value)] : [],
  );
  return [{ ...log, tail: next }, ...copies];
}

function outcomes(log: DumbLog, { input, returned }: Operation<LogInput, LogOutput>): DumbLog[] {
  const output = returned?.output;
  if (output === undefined) return [log];
  if (input.kind === "append" && output.kind === "appended") {
    return Number(output.index) === log.tail + 1 ? [put(log, log.tail + 1, input.value)] : [];
  }
  if (input.kind === "read") return readFits(log, Number(input.index), output) ? [log] : [];
  return output.kind === "tail" && Number(output.index) === log.tail ? [log] : [];
}

function readFits(log: DumbLog, index: number, output: LogOutput): boolean {
  if (output.kind === "absent") return index > log.tail;
  const seen = output.kind === "entries" ? output.values : [];
  return index <= log.tail && [log.entries.get(index) ?? []].flat().join() === seen.join();
}
