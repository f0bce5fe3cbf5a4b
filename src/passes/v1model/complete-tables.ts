import { type Entry, node, rewrite, type Table } from "../../ir/index.js";
import type { Pass } from "../pass.js";

/**
 * Says of every table what P4_16 leaves open: a default action that is not in the list joins it as default only,
 * and entries with priorities are put in the order in which they are tried.
 */
export const completeTables: Pass = {
  name: "complete-tables",
  run: (program) => rewrite(program, (target) => (target.kind === "table" ? complete(target) : target)),
};

function complete(table: Table): Table {
  const { action } = table.defaultAction.call;
  const isListed = table.actions.some((reference) => reference.action === action);
  const actions = isListed
    ? table.actions
    : [...table.actions, { action, scope: "defaultOnly" as const, annotations: [] }];
  return node("table", { ...table, actions, entries: ordered(table.entries) });
}

/** Greatest priority first; entries without one keep their place behind them. */
function ordered(entries: readonly Entry[]): readonly Entry[] {
  if (entries.every(({ priority }) => priority === undefined)) return entries;
  const sorted = [...entries].sort((left, right) => (right.priority ?? 0) - (left.priority ?? 0));
  return sorted.map(({ keys, call, source }) => ({ keys, call, source }));
}
