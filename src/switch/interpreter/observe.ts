import type { EngineEnvironment } from "../forwarding/engine.js";
import type { Packet } from "../forwarding/packet.js";
import type { Action, ActionCall, KeyMatch, Table } from "../model/index.js";
import type { EntryRecord } from "../state/table.js";
import { changes, traced } from "../trace/changes.js";

/** Runs a piece of work and tells what it changed in the PHV. */
export function observed(environment: EngineEnvironment, packet: Packet, work: () => void): void {
  const { observe } = environment;
  if (observe === undefined) {
    work();
    return;
  }
  const before = packet.phv.slice();
  work();
  const found = changes(environment.state.program.layout, before, packet.phv);
  if (found.length > 0) observe(packet, { kind: "change", changes: found });
}

/** Tells of a table and what was found in it. */
export function observeTable(
  environment: EngineEnvironment,
  packet: Packet,
  table: Table,
  key: readonly bigint[],
  entry: EntryRecord | undefined,
  call: ActionCall | undefined,
): void {
  const action = environment.state.program.actions[call?.action ?? -1];
  environment.observe?.(packet, {
    kind: "table",
    table: table.name,
    key: table.keys.map(({ name, kind }, index) => ({
      field: name,
      match: kind,
      value: traced(key[index] ?? 0n),
    })),
    hit: entry !== undefined,
    ...(entry === undefined ? {} : { entry: entry.matches.map(matchText) }),
    ...(action === undefined ? {} : { action: action.name }),
  });
}

/** Tells of an action and its arguments. */
export function observeAction(
  environment: EngineEnvironment,
  packet: Packet,
  { name, parameters }: Action,
  data: readonly bigint[],
): void {
  environment.observe?.(packet, {
    kind: "action",
    action: name,
    arguments: parameters.map((parameter, index) => ({
      name: parameter.name,
      value: traced(data[index] ?? 0n),
    })),
  });
}

function matchText(match: KeyMatch): string {
  switch (match.kind) {
    case "exact":
      return traced(match.value);
    case "lpm":
      return `${traced(match.value)}/${match.prefixLength}`;
    case "ternary":
      return `${traced(match.value)} & ${traced(match.mask)}`;
    case "range":
      return `${traced(match.low)}..${traced(match.high)}`;
  }
}
