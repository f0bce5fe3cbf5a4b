import type { SourcePosition } from "../base/index.js";
import { type ActionProfile, type Control, noAction, type Table, walk } from "../ir/index.js";
import { refuse } from "./refuse.js";

/**
 * What a table's parts must have in common.
 *
 * @param profile the table's implementation, when it has one
 * @throws CodedError `DSL-TABLE`
 */
export function checkTable(table: Table, profile: ActionProfile | undefined): void {
  checkActions(table);
  checkImplementation(table, profile);
  checkSelector(table, profile);
}

function checkActions({ name, actions, defaultAction, entries, source }: Table): void {
  const names = actions.map(({ action }) => action);
  const twice = names.find((action, position) => names.indexOf(action) !== position);
  if (twice !== undefined) {
    refuse("DSL-TABLE", source, `table ${name} lists the action ${twice} twice`, "List it once.");
  }
  const scopeOf = (action: string) => actions.find((each) => each.action === action)?.scope;
  if (scopeOf(defaultAction.call.action) === "tableOnly") {
    const message = `${defaultAction.call.action} is for entries of ${name} only, not for its default`;
    refuse("DSL-TABLE", source, message, "List it without tableOnly, or choose another default.");
  }
  const wrong = entries.find(({ call }) => scopeOf(call.action) === "defaultOnly");
  if (wrong !== undefined) {
    const message = `${wrong.call.action} is for the default of ${name} only, not for an entry`;
    refuse("DSL-TABLE", wrong.source, message, "List it without defaultOnly, or choose another action.");
  }
}

/** Entries and defaults of a table with a profile are members of the profile, which only the control plane makes. */
function checkImplementation(
  { name, defaultAction, entries, source }: Table,
  profile: ActionProfile | undefined,
): void {
  if (profile === undefined) return;
  if (defaultAction.call.action !== noAction) {
    const message = `table ${name} has its actions in ${profile.name} and so no default of its own`;
    refuse("DSL-TABLE", source, message, "Leave the default out: a miss does nothing.");
  }
  if (entries.length > 0) {
    const message = `table ${name} has its actions in ${profile.name} and so no entries of its own`;
    refuse("DSL-TABLE", source, message, "Let the control plane add them.");
  }
}

function checkSelector({ name, keys, source }: Table, profile: ActionProfile | undefined): void {
  const key = keys.find(({ match }) => match === "selector");
  const selects = profile?.selector !== undefined;
  if (key !== undefined && !selects) {
    const message = `table ${name} has a selector field and no actionSelector`;
    refuse("DSL-TABLE", key.source, message, "Give the table one as its implementation.");
  }
  if (key === undefined && selects) {
    const message = `table ${name} has an actionSelector and nothing to select by`;
    refuse("DSL-TABLE", source, message, "Give its key a selector field.");
  }
}

/**
 * A direct counter or meter belongs to one table, and a direct meter is executed in actions of that table alone.
 *
 * @throws CodedError `DSL-TABLE` or `DSL-PLACE`
 */
export function checkDirect(control: Control): void {
  for (const family of ["counter", "meter"] as const) checkOneTable(control, family);
  const direct = new Set(control.meters.flatMap(({ name, size }) => (size === undefined ? [name] : [])));
  for (const action of control.actions) {
    const tables = control.tables.filter(({ actions }) =>
      actions.some((each) => each.action === action.name),
    );
    eachExecution(action.body, direct, (meter, source) => {
      if (tables.length > 0 && tables.every((table) => table.meter === meter)) return;
      refuse(
        "DSL-PLACE",
        source,
        `${meter} is the meter of another table`,
        "Execute it in the actions of its table.",
      );
    });
  }
  eachExecution(control.body, direct, (meter, source) =>
    refuse(
      "DSL-PLACE",
      source,
      `${meter} is the meter of a table`,
      "Execute it in the actions of its table.",
    ),
  );
  for (const inner of control.controls) checkDirect(inner);
}

function checkOneTable({ tables }: Control, family: "counter" | "meter"): void {
  const owners = new Map<string, string>();
  for (const table of tables) {
    const name = table[family];
    if (name === undefined) continue;
    const owner = owners.get(name);
    if (owner !== undefined) {
      const message = `${name} belongs to two tables, ${owner} and ${table.name}`;
      refuse("DSL-TABLE", table.source, message, "Make one for each.");
    }
    owners.set(name, table.name);
  }
}

function eachExecution(
  body: unknown,
  direct: ReadonlySet<string>,
  found: (meter: string, source: SourcePosition) => void,
): void {
  walk(body, (visited) => {
    if (visited.kind === "executeMeter" && direct.has(visited.meter)) found(visited.meter, visited.source);
  });
}
