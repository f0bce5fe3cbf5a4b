import type { SourcePosition } from "../../base/index.js";
import type { ApplyOutcome, Control, Key, MatchKind, Table } from "../../ir/index.js";
import { constantValue } from "../constants.js";
import type { ActionList } from "./actions.js";
import { lowerEntry } from "./entries.js";
import { convertExpression, widthOf } from "./expressions.js";
import type { NodeReference } from "./graph.js";
import { hex } from "./hex.js";
import * as operations from "./operations.js";
import { refuse } from "./places.js";
import type { Scope } from "./scope.js";
import type * as tree from "./tree.js";

/** Entries that a table has room for when its author does not say. */
export const defaultTableSize = 1024;

/** What a table does after each action, and after a hit or a miss. */
export interface Successors {
  readonly outcome: ApplyOutcome["kind"];
  /** By action for `actionRun`; `hit` and `miss` for `hit`. */
  readonly byLabel: ReadonlyMap<string, NodeReference>;
  readonly otherwise: NodeReference;
}

/** A table of the program. */
export function lowerTable(
  table: Table,
  id: number,
  control: Control,
  scope: Scope,
  actions: ActionList,
  successors: Successors,
): tree.Table {
  const declared = table.actions.map(({ action }) => actions.declared(control, action, scope));
  const profile = control.actionProfiles.find(({ name }) => name === table.implementation);
  const idOf = (name: string) => actions.declared(control, name, scope).id;
  return {
    name: `${scope.path}.${table.name}`,
    id,
    source_info: table.source,
    key: table.keys.filter(({ match }) => match !== "selector").map((key) => lowerKey(key, scope)),
    match_type: matchType(table),
    type: profile === undefined ? "simple" : profile.selector === undefined ? "indirect" : "indirect_ws",
    ...(profile === undefined ? {} : { action_profile: `${scope.path}.${profile.name}` }),
    max_size: table.entries.length > 0 ? table.entries.length : (table.size ?? defaultTableSize),
    with_counters: table.counter !== undefined,
    support_timeout: table.idleTimeout,
    direct_meters: table.meter === undefined ? null : `${scope.path}.${table.meter}`,
    action_ids: declared.map((action) => action.id),
    actions: declared.map((action) => action.name),
    base_default_next: successors.outcome === "hit" ? null : successors.otherwise.resolve(),
    next_tables: nextTables(table, declared, successors),
    ...(profile === undefined ? { default_entry: defaultEntry(table, idOf) } : {}),
    ...(table.entries.length === 0 ? {} : { entries: lowerEntries(table, idOf) }),
  };
}

function lowerEntries(table: Table, idOf: (action: string) => number): readonly tree.Entry[] {
  return table.entries.map((entry, position) =>
    lowerEntry(entry, table, position + 1, idOf(entry.call.action)),
  );
}

function defaultEntry({ defaultAction }: Table, idOf: (action: string) => number): tree.DefaultEntry {
  const { call, isConst } = defaultAction;
  return {
    action_id: idOf(call.action),
    action_const: isConst,
    action_data: call.args.map((arg) => hex(constantValue(arg), widthOf(arg.type))),
    action_entry_const: isConst,
  };
}

function nextTables(
  table: Table,
  declared: readonly tree.Action[],
  successors: Successors,
): tree.Table["next_tables"] {
  const { outcome, byLabel, otherwise } = successors;
  const next = (label: string) => (byLabel.get(label) ?? otherwise).resolve();
  if (outcome === "hit") return { __HIT__: next("hit"), __MISS__: next("miss") };
  return Object.fromEntries(
    table.actions.map(({ action }, position) => [declared[position]?.name ?? action, next(action)]),
  );
}

/** A table without key that always runs one action: statements of a control's own body. */
export function lowerStatementsTable(
  name: string,
  id: number,
  action: tree.Action,
  next: string | null,
  source: SourcePosition,
): tree.Table {
  return {
    name,
    id,
    source_info: source,
    key: [],
    match_type: "exact",
    type: "simple",
    max_size: defaultTableSize,
    with_counters: false,
    support_timeout: false,
    direct_meters: null,
    action_ids: [action.id],
    actions: [action.name],
    base_default_next: next,
    next_tables: { [action.name]: next },
    default_entry: { action_id: action.id, action_const: true, action_data: [], action_entry_const: true },
  };
}

function lowerKey(key: Key, scope: Scope): tree.TableKey {
  const converted = convertExpression(key.expression, scope);
  const isBool = key.expression.type.kind === "boolType";
  const field = isBool ? operations.toNumber(converted) : converted;
  if (field.type !== "field") return refuse("a key that is no field was not hoisted", key.source);
  return { match_type: keyMatchType(key.match), name: key.name, target: field.value, mask: null };
}

function keyMatchType(match: MatchKind): tree.MatchType {
  return match === "optional" || match === "selector" ? "ternary" : match;
}

/** The lookup that can do what the most demanding key needs. */
function matchType(table: Table): tree.MatchType {
  const matches = table.keys
    .filter(({ match }) => match !== "selector")
    .map(({ match }) => keyMatchType(match));
  if (matches.filter((match) => match === "lpm").length > 1) {
    refuse(
      `BMv2 looks up one prefix a table, ${table.name} has more`,
      table.source,
      "Make the others ternary.",
    );
  }
  for (const match of ["range", "ternary", "lpm"] as const) if (matches.includes(match)) return match;
  return "exact";
}
