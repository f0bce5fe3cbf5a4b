import { type ActionCall, type AnyAction, type Bit, exact, noAction, table } from "../../dsl/index.js";
import { meta } from "./meta.js";

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
    entries: rules.map(([operation, call]) => ({ key: { operation }, action: call })),
    doc,
  });
}
