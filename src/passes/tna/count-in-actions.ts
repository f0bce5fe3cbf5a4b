import {
  type Action,
  type ActionCall,
  type Control,
  node,
  rewrite,
  type Statement,
  type Table,
  walk,
} from "../../ir/index.js";
import type { Pass } from "../pass.js";

/**
 * v1model counts a packet in the direct counter of a table by itself; TNA wants every action of the table to do it. An
 * action that is used elsewhere too gets a copy for the table.
 */
export const countInActions: Pass = {
  name: "count-in-actions",
  run: (program) => rewrite(program, (target) => (target.kind === "control" ? countWithin(target) : target)),
};

function countWithin(control: Control): Control {
  return control.tables.reduce(
    (current, table) => (table.counter === undefined ? current : countIn(current, table, table.counter)),
    control,
  );
}

function countIn(control: Control, table: Table, counter: string): Control {
  const added: Action[] = [];
  const names = new Map<string, string>();
  for (const { action } of table.actions) {
    const own = countingAction(control, table, action, counter);
    if (own === undefined) continue;
    names.set(action, own.name);
    added.push(own);
  }
  const replaced = new Set(added.map(({ name }) => name));
  const actions = [...control.actions.filter(({ name }) => !replaced.has(name)), ...added];
  const tables = control.tables.map((each) => (each === table ? renamed(table, names) : each));
  const body = rewrite(control.body, (target) =>
    target.kind === "applyTable" && target.table === table.name ? renamedCases(target, names) : target,
  );
  return { ...control, actions, tables, body };
}

/** The action as the table needs it, or undefined when it counts already. */
function countingAction(control: Control, table: Table, name: string, counter: string): Action | undefined {
  const { source } = table;
  const count = node("count", { counter, source });
  const action = control.actions.find((each) => each.name === name);
  if (action === undefined) {
    const own = `${table.name}_no_action`;
    return node("action", {
      name: own,
      parameters: [],
      variables: [],
      body: [count],
      annotations: [],
      source,
    });
  }
  if (counts(action, counter)) return undefined;
  const body: readonly Statement[] = [...action.body, count];
  const own = isUsedElsewhere(control, table, name) ? `${table.name}_${name}` : name;
  return { ...action, name: own, body };
}

function counts(action: Action, counter: string): boolean {
  let found = false;
  walk(action, (target) => {
    if (target.kind === "count" && target.counter === counter) found = true;
  });
  return found;
}

function isUsedElsewhere(control: Control, table: Table, name: string): boolean {
  let found = control.tables.some(
    (each) => each !== table && each.actions.some(({ action }) => action === name),
  );
  walk([control.actions, control.body], (target) => {
    if (target.kind === "callAction" && target.action === name) found = true;
  });
  return found;
}

function renamed(table: Table, names: ReadonlyMap<string, string>): Table {
  const call = (before: ActionCall): ActionCall => ({
    ...before,
    action: names.get(before.action) ?? before.action,
  });
  return {
    ...table,
    actions: table.actions.map((each) => ({ ...each, action: names.get(each.action) ?? each.action })),
    entries: table.entries.map((entry) => ({ ...entry, call: call(entry.call) })),
    defaultAction: { ...table.defaultAction, call: call(table.defaultAction.call) },
  };
}

function renamedCases(
  apply: Extract<Statement, { kind: "applyTable" }>,
  names: ReadonlyMap<string, string>,
): Statement {
  const { outcome } = apply;
  if (outcome.kind !== "actionRun") return apply;
  const cases = outcome.cases.map((one) => ({
    ...one,
    actions: one.actions.map((name) => names.get(name) ?? name),
  }));
  return { ...apply, outcome: { ...outcome, cases } };
}
