import type { Schema, TableSchema } from "../codec/index.js";
import { P4RuntimeError } from "../errors.js";
import type { ActionValue, TableAction, TableEntry, UpdateType } from "../values.js";
import { checkActionSet } from "./action-profile.js";
import { checkMeterConfig } from "./arrays.js";
import { demand, permit } from "./refuse.js";

/** Whether P4Info lets this update of a table happen, whatever the table holds (section 9.1). */
export function checkTableEntry(schema: Schema, type: UpdateType, entry: TableEntry): void {
  const table = namedTable(schema, entry);
  if (entry.isDefault) {
    checkDefaultKey(table, entry);
    demand(type === "modify", () => `the default entry of ${table.name} can be modified, nothing else`);
  } else {
    checkKey(table, entry);
  }
  checkConst(table, type, entry);
  if (type === "delete") return;
  if (entry.isDefault)
    permit(!table.hasConstDefault, () => `the default action of ${table.name} is constant`);
  checkContent(table, entry);
  demand(
    type !== "insert" || entry.action !== undefined,
    () => `an entry of ${table.name} without an action`,
  );
  if (entry.action !== undefined) checkAction(schema, table, entry, entry.action);
}

/** Whether a key is complete: direct counters and meters need one (sections 9.3 and 9.4). */
export function checkTableKey(schema: Schema, entry: TableEntry): TableSchema {
  const table = namedTable(schema, entry);
  if (entry.isDefault) checkDefaultKey(table, entry);
  else checkKey(table, entry);
  return table;
}

/** Whether a filter makes sense: a match must be a whole key (section 9.1.6). */
export function checkTableFilter(schema: Schema, filter: TableEntry): void {
  if (filter.table === "" || Object.keys(filter.match).length === 0) return;
  checkExactFields(schema.tables.byName(filter.table), filter);
}

function namedTable(schema: Schema, entry: TableEntry): TableSchema {
  demand(entry.table !== "", () => "an update of a table entry without a table");
  return schema.tables.byName(entry.table);
}

function checkDefaultKey(table: TableSchema, entry: TableEntry): void {
  const bare = Object.keys(entry.match).length === 0 && entry.priority === 0;
  demand(bare, () => `the default entry of ${table.name} has neither key nor priority`);
}

function checkKey(table: TableSchema, entry: TableEntry): void {
  demand(table.matchFields.size > 0, () => `${table.name} has no key, hence no entries`);
  checkExactFields(table, entry);
  demand(
    entry.priority > 0 === table.hasPriority,
    () => `entries of ${table.name} ${table.hasPriority ? "need a priority above 0" : "have no priority"}`,
  );
}

function checkExactFields(table: TableSchema, entry: TableEntry): void {
  for (const field of table.matchFields) {
    const given = field.kind !== "exact" || Object.hasOwn(entry.match, field.name);
    demand(given, () => `a key of ${table.name} needs ${field.name}, which is matched exactly`);
  }
}

/** Section 9.1.4. */
function checkConst(table: TableSchema, type: UpdateType, entry: TableEntry): void {
  if (!table.isConst || entry.isDefault) return;
  permit(type === "modify" && entry.action === undefined, () => `the entries of ${table.name} are constant`);
}

/** Idle timeouts (section 9.1.8) and direct resources (section 9.1.7). */
function checkContent(table: TableSchema, entry: TableEntry): void {
  demand(entry.isConst !== true, () => "no controller makes constant entries");
  demand(entry.timeSinceLastHitNs === undefined, () => "the time since the last hit can only be read");
  const idle = entry.idleTimeoutNs === 0n || (table.supportsIdleTimeout && !entry.isDefault);
  demand(idle, () => `${entry.isDefault ? "default entries" : table.name} cannot time out`);
  demand(entry.counter === undefined || table.hasDirectCounter, () => `${table.name} has no direct counter`);
  if (entry.meter === undefined) return;
  demand(table.directMeter !== undefined, () => `${table.name} has no direct meter`);
  checkMeterConfig(table.directMeter, entry.meter);
}

function checkAction(schema: Schema, table: TableSchema, entry: TableEntry, action: TableAction): void {
  const profile =
    table.actionProfile === undefined ? undefined : schema.actionProfiles.byName(table.actionProfile);
  if (profile === undefined) {
    demand(action.kind === "action", () => `${table.name} has actions, no ${action.kind}`);
    checkReference(table, entry.isDefault, action.value);
    return;
  }
  permit(!entry.isDefault, () => `the default action of ${table.name}, an indirect table, is constant`);
  const kinds = profile.hasSelector ? ["member", "group", "actionSet"] : ["member"];
  demand(
    kinds.includes(action.kind),
    () => `entries of ${table.name} have ${kinds.join(" or ")}, no ${action.kind}`,
  );
  if (action.kind !== "actionSet") return;
  checkActionSet(profile, action.actions);
  for (const member of action.actions) checkReference(table, false, member);
}

function checkReference(table: TableSchema, asDefault: boolean, value: ActionValue): void {
  const reference = table.actions.get(value.action);
  if (reference === undefined) {
    throw new P4RuntimeError("INVALID_ARGUMENT", `${table.name} has no action ${value.action}`);
  }
  const allowed = asDefault ? reference.asDefault : reference.inEntries;
  const place = asDefault ? "the default action" : "the action of an entry";
  permit(allowed, () => `${value.action} cannot be ${place} of ${table.name}`);
}
