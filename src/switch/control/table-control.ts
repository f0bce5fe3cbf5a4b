import type {
  MatchValue,
  TableAction,
  TableEntry,
  UpdateType,
  WeightedAction,
} from "p4runtime-js-grpc/values";
import type { Program } from "../model/index.js";
import { MISS } from "../state/matching/index.js";
import type { ProfileState } from "../state/profiles.js";
import type { SwitchState } from "../state/state.js";
import type { EntryRecord, EntryTarget, TableState } from "../state/table.js";
import { actionValue, callOf } from "./calls.js";
import { matchesOf, writtenKey } from "./keys.js";
import { objectOf, objectsOf, refuseControl } from "./refusal.js";

const tableName = (state: TableState): string => state.table.name;

/** What P4Info says of tables and BMv2 JSON does not: which exist for it, and which of their keys are optional. */
export type OptionalKeys = ReadonlyMap<string, ReadonlySet<string>>;

/** Where the direct counter and meter of an entry are. */
export interface DirectPlace {
  readonly table: TableState;
  readonly slot: number;
  readonly key: TableEntry;
}

type Marks = Partial<Pick<TableEntry, "metadata" | "controllerMetadata">>;

/** The controller's own marks on an entry. */
function marksOf({ metadata, controllerMetadata }: TableEntry): Marks {
  return { metadata, ...(controllerMetadata === undefined ? {} : { controllerMetadata }) };
}

/** Writes and reads table entries. */
export class TableControl {
  private readonly program: Program;
  /** What controllers have written beside the default actions of tables. */
  private readonly defaultMarks = new Map<string, Marks>();

  constructor(
    private readonly state: SwitchState,
    private readonly optionalKeys: OptionalKeys,
    private readonly nowUs: () => number,
  ) {
    this.program = state.program;
  }

  apply(type: UpdateType, entry: TableEntry): void {
    const table = objectOf(this.state.tables, tableName, entry.table);
    if (entry.isDefault) {
      this.applyDefault(type, table, entry);
      return;
    }
    if (table.table.entriesAreConstant && (type !== "modify" || entry.action !== undefined)) {
      refuseControl("PERMISSION_DENIED", `the entries of ${entry.table} are constant`);
    }
    if (type === "insert") {
      this.insert(table, entry);
      return;
    }
    const record = this.record(entry);
    if (type === "modify") {
      this.modify(table, record, entry);
      return;
    }
    table.delete(record);
    this.releaseTarget(table, record.target);
  }

  /** The entry that a key names. */
  record(entry: TableEntry): EntryRecord {
    const table = objectOf(this.state.tables, tableName, entry.table);
    const record = table.find(matchesOf(table.table, entry.match), entry.priority);
    return record ?? refuseControl("NOT_FOUND", `${entry.table} has no such entry`);
  }

  /** The slot of the direct counter and meter of an entry; a default entry has those of a miss. */
  slot(entry: TableEntry): number {
    return entry.isDefault ? MISS : this.record(entry).slot;
  }

  /** The places of the entries that a filter may fit. */
  *places(filter: TableEntry): Iterable<DirectPlace> {
    if (!filter.isDefault) {
      for (const [table, record] of this.records(filter)) {
        yield { table, slot: record.slot, key: this.key(table, record) };
      }
      return;
    }
    for (const table of objectsOf(this.state.tables, tableName, filter.table)) {
      const { name } = table.table;
      if (!this.optionalKeys.has(name)) continue;
      yield { table, slot: MISS, key: { ...this.plainEntry(name), isDefault: true } };
    }
  }

  /** The state of the table of an entry. */
  table(name: string): TableState {
    return objectOf(this.state.tables, tableName, name);
  }

  /** Entries that a filter may fit, each with its record; the filter's key, if there is one, is looked up. */
  *records(filter: TableEntry): Iterable<readonly [TableState, EntryRecord]> {
    const named = Object.keys(filter.match).length > 0;
    for (const table of objectsOf(this.state.tables, tableName, filter.table)) {
      if (named && table.table.kind !== "ternary" && table.table.kind !== "range") {
        const record = table.find(matchesOf(table.table, filter.match), 0);
        if (record !== undefined) yield [table, record];
      } else {
        for (const record of table.entries.values()) yield [table, record];
      }
    }
  }

  /** The default entries of the tables that a filter names. */
  *defaults(filter: TableEntry): Iterable<TableEntry> {
    for (const state of objectsOf(this.state.tables, tableName, filter.table)) {
      const { table, defaultCall } = state;
      // Tables that the compiler made for itself are not in P4Info.
      if (defaultCall === undefined || !this.optionalKeys.has(table.name)) continue;
      yield {
        ...this.plainEntry(table.name),
        isDefault: true,
        ...this.defaultMarks.get(table.name),
        action: { kind: "action", value: actionValue(this.program.actions, defaultCall) },
        ...(table.defaultIsConstant ? { isConst: true } : {}),
        ...this.direct(state, MISS, filter),
      };
    }
  }

  /** An entry as P4Runtime shows it; counter, meter and idle time only if the filter asks. */
  show(table: TableState, record: EntryRecord, filter: TableEntry): TableEntry {
    return {
      ...this.key(table, record),
      action: this.shownAction(record),
      idleTimeoutNs: record.idleTimeoutNs,
      metadata: record.metadata,
      ...(record.controllerMetadata === 0n ? {} : { controllerMetadata: record.controllerMetadata }),
      ...(table.table.entriesAreConstant ? { isConst: true } : {}),
      ...(filter.timeSinceLastHitNs !== undefined && table.table.ages
        ? { timeSinceLastHitNs: this.idleNs(table, record) }
        : {}),
      ...this.direct(table, record.slot, filter),
    };
  }

  /** What finds an entry, and nothing else. */
  key(table: TableState, record: EntryRecord): TableEntry {
    const { name, kind } = table.table;
    const match =
      record.written ??
      writtenKey(table.table, record.matches, (key) => this.optionalKeys.get(name)?.has(key.name) ?? false);
    const ranked = kind === "ternary" || kind === "range";
    return { ...this.plainEntry(name), match, priority: ranked ? record.rank : 0 };
  }

  /** How long no packet has found an entry. */
  idleNs(table: TableState, record: EntryRecord): bigint {
    return BigInt(Math.max(0, Math.floor((this.nowUs() - (table.lastHitUs[record.slot] ?? 0)) * 1000)));
  }

  /** Counter and meter of an entry, if a filter asks for them. */
  private direct(table: TableState, slot: number, filter: TableEntry): Pick<TableEntry, "counter" | "meter"> {
    const meter = filter.meter === undefined ? undefined : table.meters?.config(slot);
    const isCounted = filter.counter !== undefined && table.table.counted;
    return {
      ...(isCounted ? { counter: table.counters.read(slot) } : {}),
      ...(meter === undefined ? {} : { meter }),
    };
  }

  private plainEntry(table: string): TableEntry {
    const match: Record<string, MatchValue> = {};
    return {
      kind: "tableEntry",
      table,
      match,
      priority: 0,
      isDefault: false,
      idleTimeoutNs: 0n,
      metadata: new Uint8Array(),
    };
  }

  private shownAction({ action, target }: EntryRecord): TableAction {
    if (action !== undefined) return action;
    if (target.kind !== "call") return refuseControl("INTERNAL", "an indirect entry has lost its action");
    return { kind: "action", value: actionValue(this.program.actions, target.call) };
  }

  private applyDefault(type: UpdateType, state: TableState, entry: TableEntry): void {
    const { table } = state;
    if (type !== "modify") refuseControl("INVALID_ARGUMENT", "a default entry can only be modified");
    if (table.defaultIsConstant) {
      refuseControl("PERMISSION_DENIED", `the default action of ${table.name} is constant`);
    }
    if (entry.action !== undefined && entry.action.kind !== "action") {
      refuseControl("UNIMPLEMENTED", "the default entry of an indirect table must be an action");
    }
    const call =
      entry.action?.kind === "action"
        ? callOf(this.program.actions, table.actions, entry.action.value)
        : table.defaultCall;
    state.setDefault(call);
    // Without an action everything goes back to its beginning (section 9.1.3).
    if (entry.action === undefined) state.counters.clear(MISS);
    this.writeDirect(state, MISS, entry);
    this.defaultMarks.set(table.name, entry.action === undefined ? {} : marksOf(entry));
  }

  private insert(table: TableState, entry: TableEntry): void {
    const matches = matchesOf(table.table, entry.match);
    if (table.find(matches, entry.priority) !== undefined) {
      refuseControl("ALREADY_EXISTS", `${entry.table} has this entry`);
    }
    if (table.size >= table.table.size) {
      refuseControl("RESOURCE_EXHAUSTED", `${entry.table} has room for ${table.table.size} entries`);
    }
    if (entry.action === undefined) refuseControl("INVALID_ARGUMENT", "an entry needs an action");
    const record = table.insert(
      {
        matches,
        written: entry.match,
        rank: entry.priority,
        target: this.target(table, entry.action),
        ...shownActionOf(entry.action),
        idleTimeoutNs: entry.idleTimeoutNs,
        metadata: entry.metadata,
        controllerMetadata: entry.controllerMetadata ?? 0n,
      },
      this.nowUs(),
    );
    this.writeDirect(table, record.slot, entry);
  }

  private modify(table: TableState, record: EntryRecord, entry: TableEntry): void {
    if (entry.action !== undefined) {
      const before = record.target;
      table.setTarget(record, this.target(table, entry.action));
      this.releaseTarget(table, before);
      if (entry.action.kind === "action") delete record.action;
      else record.action = entry.action;
    }
    record.idleTimeoutNs = entry.idleTimeoutNs;
    record.metadata = entry.metadata;
    record.controllerMetadata = entry.controllerMetadata ?? 0n;
    table.lastHitUs[record.slot] = this.nowUs();
    this.writeDirect(table, record.slot, entry);
  }

  private writeDirect(table: TableState, slot: number, entry: TableEntry): void {
    if (entry.counter !== undefined) table.counters.write(slot, entry.counter);
    table.meters?.configure(slot, entry.meter, this.nowUs());
  }

  private profile({ table }: TableState): ProfileState | undefined {
    return table.profile === undefined ? undefined : this.state.profiles[table.profile];
  }

  /** Checks an action and finds or makes what it leads to. */
  private target(table: TableState, action: TableAction): EntryTarget {
    const { actions } = this.program;
    const profile = this.profile(table);
    if (profile === undefined) {
      if (action.kind === "action") {
        return { kind: "call", call: callOf(actions, table.table.actions, action.value) };
      }
      return refuseControl("INVALID_ARGUMENT", `${table.table.name} has no action profile`);
    }
    switch (action.kind) {
      case "action":
        return refuseControl("INVALID_ARGUMENT", `${table.table.name} takes members of its action profile`);
      case "member": {
        const member = profile.members.get(action.memberId);
        if (member === undefined) return refuseControl("NOT_FOUND", `no member ${action.memberId}`);
        return { kind: "member", slot: member.slot };
      }
      case "group": {
        const choice = profile.choiceOf(action.groupId);
        if (choice === undefined) return refuseControl("NOT_FOUND", `no group ${action.groupId}`);
        return { kind: "choice", choice };
      }
      case "actionSet":
        return this.oneShot(table, profile, action.actions);
    }
  }

  /** A group that belongs to one entry. */
  private oneShot(table: TableState, profile: ProfileState, actions: readonly WeightedAction[]): EntryTarget {
    const calls = actions.map((action) => callOf(this.program.actions, table.table.actions, action));
    const candidates = calls.map((call, index) => {
      const { weight = 1, watchPort } = actions[index] ?? {};
      return { slot: profile.allocate(call), weight, ...(watchPort === undefined ? {} : { watchPort }) };
    });
    return { kind: "choice", choice: profile.allocateChoice(candidates), owned: true };
  }

  /** Gives back what only this entry used. */
  private releaseTarget(table: TableState, target: EntryTarget): void {
    const profile = this.profile(table);
    if (target.kind !== "choice" || target.owned !== true || profile === undefined) return;
    for (const { slot } of profile.freeChoice(target.choice)) profile.free(slot);
  }
}

/** Only the actions of indirect tables are kept as they were written; the others are in the call. */
function shownActionOf(action: TableAction): { action?: TableAction } {
  return action.kind === "action" ? {} : { action };
}
