import type { Schema } from "../codec/index.js";
import { matchKey } from "../codec/key.js";
import { P4RuntimeError } from "../errors.js";
import type { CloneSessionEntry, Entity, MulticastGroupEntry, Update, ValueSetEntry } from "../values.js";
import { checkGroup, checkMember } from "./action-profile.js";
import { checkIndex, checkMeterConfig } from "./arrays.js";
import { demand } from "./refuse.js";
import { checkTableEntry, checkTableFilter, checkTableKey } from "./table-entry.js";

/**
 * Throws what sections 9 and 12 prescribe for an update that no state of the switch could allow: incomplete keys,
 * actions of other tables, constant tables, inserts of what is always there, and so on.
 */
export function checkUpdate(schema: Schema, { type, entity }: Update): void {
  if (alwaysThere.has(entity.kind)) {
    demand(type === "modify", () => `a ${entity.kind} can be modified, nothing else`);
  }
  switch (entity.kind) {
    case "tableEntry":
      checkTableEntry(schema, type, entity);
      return;
    case "actionProfileMember":
      checkMember(schema, type, entity);
      return;
    case "actionProfileGroup":
      checkGroup(schema, type, entity);
      return;
    case "counterEntry":
      checkIndex(schema.counters.byName(entity.counter), entity.index);
      return;
    case "directCounterEntry":
      demand(checkTableKey(schema, entity.tableEntry).hasDirectCounter, () => "no direct counter there");
      return;
    case "meterEntry": {
      const meter = schema.meters.byName(entity.meter);
      if (entity.config !== undefined) checkMeterConfig(meter.meterKind, entity.config);
      checkIndex(meter, entity.index);
      return;
    }
    case "directMeterEntry": {
      const meterKind = checkTableKey(schema, entity.tableEntry).directMeter;
      demand(meterKind !== undefined, () => "no direct meter there");
      if (entity.config !== undefined) checkMeterConfig(meterKind, entity.config);
      return;
    }
    case "multicastGroup":
      demand(entity.groupId !== 0, () => "a multicast group without an id");
      checkReplicas(entity);
      return;
    case "cloneSession":
      demand(entity.sessionId !== 0, () => "a clone session without an id");
      checkReplicas(entity);
      return;
    case "valueSet":
      checkValueSet(schema, entity);
      return;
    case "registerEntry":
      demand(entity.data !== undefined, () => "a register is written without data");
      checkIndex(schema.registers.byName(entity.register), entity.index);
      return;
    case "digestEntry":
      demand(entity.digest !== "", () => "an update of a digest without a name");
      return;
  }
}

/** Throws what sections 9 and 13 prescribe for a filter that asks for what cannot be. */
export function checkFilter(schema: Schema, filter: Entity): void {
  switch (filter.kind) {
    case "tableEntry":
      checkTableFilter(schema, filter);
      return;
    case "directCounterEntry":
    case "directMeterEntry":
      checkTableFilter(schema, filter.tableEntry);
      return;
    case "counterEntry":
      if (filter.counter !== "") checkIndex(schema.counters.byName(filter.counter), filter.index);
      return;
    case "meterEntry":
      if (filter.meter !== "") checkIndex(schema.meters.byName(filter.meter), filter.index);
      return;
    case "registerEntry":
      if (filter.register !== "") checkIndex(schema.registers.byName(filter.register), filter.index);
      return;
    default:
      return;
  }
}

const alwaysThere = new Set<Entity["kind"]>([
  "counterEntry",
  "directCounterEntry",
  "meterEntry",
  "directMeterEntry",
  "registerEntry",
  "valueSet",
]);

/** Section 9.5: copies of one packet differ in port or instance. */
function checkReplicas(entry: MulticastGroupEntry | CloneSessionEntry): void {
  const copies = new Set(entry.replicas.map(({ port, instance }) => `${port} ${instance}`));
  demand(copies.size === entry.replicas.length, () => "two replicas with the same port and instance");
}

/** Section 9.6. */
function checkValueSet(schema: Schema, entry: ValueSetEntry): void {
  const set = schema.valueSets.byName(entry.valueSet);
  if (set.size > 0 && entry.members.length > set.size) {
    throw new P4RuntimeError("RESOURCE_EXHAUSTED", `${set.name} has room for ${set.size} members`);
  }
  if (new Set(entry.members.map(matchKey)).size === entry.members.length) return;
  throw new P4RuntimeError("ALREADY_EXISTS", `a member of ${set.name} is given twice`);
}
