import { type ActionCall, type AnyAction, type Bit, exact, noAction, table } from "../../dsl/index.js";
import { meta } from "./meta.js";
import { operation } from "./operations.js";

/** What a table does for an operation. */
export type OperationRule<Name extends string> = readonly [operation: Bit<8>, call: ActionCall<Name>];

/**
 * A table that does one thing for each operation. All accesses to one register stand in one such table, because a
 * Tofino register belongs to one table; a packet runs at most one of them.
 */
export function byOperation<const Name extends string>(
  name: string,
  doc: string,
  actions: readonly AnyAction<Name>[],
  rules: readonly OperationRule<Name>[],
) {
  return table(name, {
    key: { operation: exact(meta.operation) },
    actions: [...actions, noAction],
    constDefault: noAction(),
    entries: rules.map(([each, call]) => ({ key: { operation: each }, action: call })),
    doc,
  });
}

/** 1 for a token that is newer than all before it. */
export const isNewer = meta.newer.slice(0, 0);

/**
 * The same for the sequencer's registers, which a token changes only when it is newer than all before it: an older one is
 * a duplicate, and touches nothing.
 */
export function inSequence<const Name extends string>(
  name: string,
  doc: string,
  actions: readonly AnyAction<Name>[],
  rules: readonly OperationRule<Name>[],
) {
  return table(name, {
    key: { operation: exact(meta.operation), newer: exact(isNewer) },
    actions: [...actions, noAction],
    constDefault: noAction(),
    entries: rules.map(([each, call]) => ({
      key: { operation: each, newer: each === operation.token ? 1 : 0 },
      action: call,
    })),
    doc,
  });
}
