import { assert } from "../../base/index.js";
import { calculate } from "../calculate.js";
import type { EngineEnvironment } from "../forwarding/engine.js";
import type { Packet } from "../forwarding/packet.js";
import type { ActionCall, ControlFlow, KeyMatch, Table } from "../model/index.js";
import { readField, writeField } from "../phv/access.js";
import { MISS } from "../state/matching/index.js";
import { prefixMask } from "../state/matching/matcher.js";
import { countIn } from "../state/stages.js";
import type { EntryRecord, TableState } from "../state/table.js";
import { holds } from "./expressions.js";
import { observeAction, observed, observeTable } from "./observe.js";
import { runAction } from "./primitives.js";

/** Runs a packet through ingress or egress. */
export function runControl(environment: EngineEnvironment, flow: ControlFlow, packet: Packet): void {
  let next = flow.start;
  environment.observe?.(packet, { kind: "control", control: flow.name });
  while (next >= 0 && !packet.exited) {
    const node = flow.nodes[next];
    assert(node !== undefined, "nodes are resolved");
    switch (node.kind) {
      case "conditional": {
        const context = { environment, packet, phv: packet.phv, parameters: [], bitPosition: 0 };
        const taken = holds(node.condition, context);
        environment.observe?.(packet, { kind: "condition", node: node.name, holds: taken });
        next = taken ? node.whenTrue : node.whenFalse;
        break;
      }
      case "call":
        call(environment, packet, { action: node.action, data: [] });
        next = node.next;
        break;
      case "table":
        next = applyTable(environment, environment.state.table(node.table), packet);
    }
  }
}

function call(environment: EngineEnvironment, packet: Packet, { action, data }: ActionCall): void {
  const definition = environment.state.program.actions[action];
  assert(definition !== undefined, "actions are resolved");
  packet.lastAction = action;
  countIn(environment.state.stages.actions, action);
  observeAction(environment, packet, definition, data);
  const context = { environment, packet, phv: packet.phv, parameters: data, bitPosition: 0 };
  observed(environment, packet, () => runAction(definition, context));
}

/** Looks the packet up, runs what is found, and says which node comes next. */
function applyTable(environment: EngineEnvironment, state: TableState, packet: Packet): number {
  const { table } = state;
  packet.lastTable = table.index;
  const key = keyOf(table, packet);
  const entry = findEntry(state, key);
  const { hits, misses } = environment.state.stages;
  countIn(entry === undefined ? misses : hits, table.index);
  observed(environment, packet, () => noteLookup(environment, state, entry?.slot ?? MISS, packet));
  const found = entry === undefined ? state.defaultCall : callOf(environment, state, entry, packet);
  observeTable(environment, packet, table, key, entry, found);
  if (found !== undefined) call(environment, packet, found);
  if (table.next.kind === "hitMiss") return entry === undefined ? table.next.miss : table.next.hit;
  const byAction = found === undefined ? undefined : table.next.byAction.get(found.action);
  return byAction ?? table.next.base;
}

function keyOf(table: Table, packet: Packet): bigint[] {
  return table.keys.map(({ field, mask, width }) => {
    const value = BigInt.asUintN(width, readField(packet.phv, field));
    return mask === undefined ? value : value & mask;
  });
}

/** The best entry by trying all of them: the definition that the search structures must agree with. */
function findEntry(state: TableState, key: readonly bigint[]): EntryRecord | undefined {
  const { table } = state;
  if (table.keys.length === 0) return undefined;
  let best: EntryRecord | undefined;
  for (const entry of state.entries.values()) {
    const matches = entry.matches.every((match, index) =>
      matchesField(match, key[index] ?? 0n, table.keys[index]?.width ?? 0),
    );
    if (matches && (best === undefined || isBetter(table, entry, best))) best = entry;
  }
  return best;
}

function matchesField(match: KeyMatch, value: bigint, width: number): boolean {
  switch (match.kind) {
    case "exact":
      return match.value === value;
    case "lpm":
      return ((match.value ^ value) & prefixMask(width, match.prefixLength)) === 0n;
    case "ternary":
      return ((match.value ^ value) & match.mask) === 0n;
    case "range":
      return value >= match.low && value <= match.high;
  }
}

function rankOf(table: Table, entry: EntryRecord): number {
  if (table.kind !== "lpm") return entry.rank;
  const prefix = entry.matches.find((match) => match.kind === "lpm");
  return prefix?.kind === "lpm" ? prefix.prefixLength : 0;
}

function isBetter(table: Table, entry: EntryRecord, best: EntryRecord): boolean {
  const difference = rankOf(table, entry) - rankOf(table, best);
  return difference > 0 || (difference === 0 && entry.slot < best.slot);
}

/** Direct counter, direct meter and idle time of an entry; a miss is metered only if there is a config for it. */
function noteLookup(environment: EngineEnvironment, state: TableState, slot: number, packet: Packet): void {
  const { table } = state;
  if (table.counted) state.counters.count(slot, packet.ingressLength);
  if (table.ages && slot !== MISS) state.lastHitUs[slot] = environment.nowUs();
  if (table.directMeter === undefined || state.meters === undefined) return;
  if (slot === MISS && state.meters.config(slot) === undefined) return;
  const color = state.meters.execute(slot, packet.ingressLength, 0, environment.nowUs());
  writeField(packet.phv, table.directMeter.target, BigInt(color));
}

/** The call of an entry; for an indirect table that of a member, chosen by the selector's hash. */
function callOf(
  environment: EngineEnvironment,
  { table }: TableState,
  { target }: EntryRecord,
  packet: Packet,
): ActionCall | undefined {
  if (target.kind === "call") return target.call;
  const profile = environment.state.profiles[table.profile ?? -1];
  assert(profile !== undefined, "indirect tables have profiles");
  if (target.kind === "member") return profile.calls.call(target.slot);
  const choice = profile.choices[target.choice];
  const { selector } = profile.profile;
  if (choice === undefined || choice.places === 0 || selector === undefined) return undefined;
  const hash = calculate(environment.state, selector, packet);
  return profile.calls.call(choice.at(Number(hash % BigInt(choice.places))));
}
