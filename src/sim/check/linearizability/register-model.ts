import type { Operation } from "../../history/history.js";
import { checkLinearizable, type LinearizabilityVerdict } from "./check.js";
import type { CheckedOperation, SequentialModel } from "./model.js";

/** What one can ask of a register. Values are texts; a register that was never written holds undefined. */
export type RegisterInput =
  | { readonly kind: "read" }
  | { readonly kind: "write"; readonly value: string }
  /** Reads and writes in one step; `change` must always give the same result for the same value. */
  | { readonly kind: "modify"; readonly change: (value: string | undefined) => string };

/** What a register answers: what a read saw, or what a modification found; nothing for a write. */
export interface RegisterOutput {
  readonly value?: string | undefined;
}

interface RegisterState {
  readonly value: string | undefined;
}

/** A register that is read, written and modified. */
export const registerModel: SequentialModel<RegisterState, RegisterInput, RegisterOutput> = {
  initial: { value: undefined },
  step: (state, input, output) => {
    if (input.kind === "write") return { value: input.value };
    if (output !== undefined && output.value !== state.value) return undefined;
    return input.kind === "read" ? state : { value: input.change(state.value) };
  },
  keyOf: (state) => JSON.stringify(state.value) ?? "",
};

/** An operation on one of many registers. */
export type KeyedInput = RegisterInput & { readonly key: string };

/** The first key whose register does not look linearizable. */
export interface KeyValueVerdict {
  readonly kind: LinearizabilityVerdict["kind"];
  readonly key?: string;
  /** What the checker found there; its numbers are places in `operations`. */
  readonly verdict?: LinearizabilityVerdict;
  readonly operations?: readonly CheckedOperation<KeyedInput, RegisterOutput>[];
}

/**
 * Checks a key-value store. Linearizability is local (Herlihy and Wing, theorem 1): the store is linearizable when
 * each of its keys is, and keys alone are cheap to check.
 */
export function checkKeyValue(
  history: readonly Operation<KeyedInput, RegisterOutput>[],
  stepsMax?: number,
): KeyValueVerdict {
  const byKey = new Map<string, CheckedOperation<KeyedInput, RegisterOutput>[]>();
  for (const operation of history) {
    if (operation.returned === undefined && operation.input.kind === "read") continue;
    const { key } = operation.input;
    byKey.set(key, [...(byKey.get(key) ?? []), checkedOperation(operation)]);
  }
  for (const [key, operations] of byKey) {
    const verdict = checkLinearizable(registerModel, operations, stepsMax);
    if (verdict.kind !== "linearizable") return { kind: verdict.kind, key, verdict, operations };
  }
  return { kind: "linearizable" };
}

/** An operation of a history as the checker takes it. */
function checkedOperation<Input, Output>(
  operation: Operation<Input, Output>,
): CheckedOperation<Input, Output> {
  const { input, calledAt, returned } = operation;
  return { input, calledAt, returnedAt: returned?.at, output: returned?.output };
}
