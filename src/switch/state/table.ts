import type { MatchValue, TableAction } from "p4runtime-js-grpc/values";
import type { Action, ActionCall, KeyMatch, Table } from "../model/index.js";
import { CallStore } from "./calls.js";
import { CounterBank } from "./counters.js";
import { type Matcher, MISS, matcherFor } from "./matching/index.js";
import { keyWords } from "./matching/matcher.js";
import type { MeterBank } from "./meters.js";

/** What an entry leads to: a call of its own, a member of an action profile, or a choice among members. */
export type EntryTarget =
  | { readonly kind: "call"; readonly call: ActionCall }
  | { readonly kind: "member"; readonly slot: number }
  /** `owned`: the choice and its members belong to this entry alone. */
  | { readonly kind: "choice"; readonly choice: number; readonly owned?: true };

/** One entry as the control plane sees it. */
export interface EntryRecord {
  readonly slot: number;
  readonly matches: readonly KeyMatch[];
  /** The key as it was written, for reading it back; entries of the program have none. */
  readonly written?: Readonly<Record<string, MatchValue>>;
  readonly rank: number;
  target: EntryTarget;
  /** The action as it was written, for indirect tables. */
  action?: TableAction;
  idleTimeoutNs: bigint;
  metadata: Uint8Array;
  controllerMetadata: bigint;
  /** When idleness was last told; it is told again only after as long. */
  toldUs: number;
}

export type NewEntry = Omit<EntryRecord, "slot" | "toldUs">;

/** Reference of a slot without one. */
const NO_REFERENCE = -1;

/** The entries of one table: what the control plane wrote and what a packet's key finds. */
export class TableState {
  readonly calls: CallStore;
  readonly counters: CounterBank;
  readonly matcher: Matcher;
  readonly keyWords: number;
  /** For indirect tables: a member slot in the profile's call store, or -1. */
  memberOf = new Int32Array(16).fill(NO_REFERENCE);
  /** For indirect tables: a choice of the profile, or -1. */
  choiceOf = new Int32Array(16).fill(NO_REFERENCE);
  /** When a packet last found the entry; kept for tables that age. */
  lastHitUs = new Float64Array(16);
  readonly entries = new Map<number, EntryRecord>();
  private readonly byIdentity = new Map<string, EntryRecord>();
  private readonly freeSlots: number[] = [];
  private nextSlot = MISS + 1;

  constructor(
    readonly table: Table,
    actions: readonly Action[],
    readonly meters: MeterBank | undefined,
  ) {
    this.calls = new CallStore(actions, table.actions, 16);
    this.counters = new CounterBank(16);
    this.matcher = matcherFor(table);
    this.keyWords = keyWords(table.keys);
    this.setDefault(table.defaultCall);
    for (const { matches, call, rank } of table.entries) {
      const target: EntryTarget = { kind: "call", call };
      this.insert(
        { matches, rank, target, idleTimeoutNs: 0n, metadata: new Uint8Array(), controllerMetadata: 0n },
        0,
      );
    }
  }

  /** The entry with this key, and for ternary and range tables with this rank. */
  find(matches: readonly KeyMatch[], rank: number): EntryRecord | undefined {
    return this.byIdentity.get(this.identity(matches, rank));
  }

  get size(): number {
    return this.entries.size;
  }

  /** Adds an entry that is not there yet. */
  insert(entry: NewEntry, nowUs: number): EntryRecord {
    const slot = this.freeSlots.pop() ?? this.nextSlot++;
    this.grow(slot + 1);
    const record: EntryRecord = { ...entry, slot, toldUs: 0 };
    this.entries.set(slot, record);
    this.byIdentity.set(this.identity(entry.matches, entry.rank), record);
    this.lastHitUs[slot] = nowUs;
    this.counters.clear(slot);
    this.meters?.configure(slot, undefined, nowUs);
    this.setTarget(record, entry.target);
    this.matcher.insert(slot, entry.matches, entry.rank);
    return record;
  }

  setTarget(record: EntryRecord, target: EntryTarget): void {
    record.target = target;
    const { slot } = record;
    this.calls.set(slot, target.kind === "call" ? target.call : undefined);
    this.memberOf[slot] = target.kind === "member" ? target.slot : NO_REFERENCE;
    this.choiceOf[slot] = target.kind === "choice" ? target.choice : NO_REFERENCE;
  }

  delete(record: EntryRecord): void {
    this.matcher.remove(record.slot);
    this.entries.delete(record.slot);
    this.byIdentity.delete(this.identity(record.matches, record.rank));
    this.calls.set(record.slot, undefined);
    this.freeSlots.push(record.slot);
  }

  /** The call after a miss; `undefined` does nothing. */
  setDefault(call: ActionCall | undefined): void {
    this.calls.set(MISS, call);
  }

  get defaultCall(): ActionCall | undefined {
    return this.calls.call(MISS);
  }

  private identity(matches: readonly KeyMatch[], rank: number): string {
    const ranked = this.table.kind === "ternary" || this.table.kind === "range";
    let name = ranked ? `${rank}:` : "";
    for (const match of matches) name += identityOf(match);
    return name;
  }

  private grow(size: number): void {
    const capacity = this.memberOf.length;
    if (size <= capacity) return;
    const larger = Math.max(size, capacity * 2);
    const [memberOf, choiceOf, lastHitUs] = [this.memberOf, this.choiceOf, this.lastHitUs];
    this.memberOf = new Int32Array(larger).fill(NO_REFERENCE);
    this.choiceOf = new Int32Array(larger).fill(NO_REFERENCE);
    this.lastHitUs = new Float64Array(larger);
    this.memberOf.set(memberOf);
    this.choiceOf.set(choiceOf);
    this.lastHitUs.set(lastHitUs);
    this.counters.grow(larger);
  }
}

function identityOf(match: KeyMatch): string {
  switch (match.kind) {
    case "exact":
      return `${match.value.toString(16)},`;
    case "lpm":
      return `${match.value.toString(16)}/${match.prefixLength},`;
    case "ternary":
      return `${match.value.toString(16)}&${match.mask.toString(16)},`;
    case "range":
      return `${match.low.toString(16)}-${match.high.toString(16)},`;
  }
}
