import type { Entity, Update } from "p4runtime-js-grpc/values";
import { describeEffect, nameEntity } from "../plan/describe.js";
import { managedTables } from "../plan/entries.js";

/**
 * The updates that turn what a switch holds into what it must hold: nothing for what is right already, so that doing
 * it twice does nothing the second time.
 *
 * What the controller does not manage (constant entries, tables of other programs) is left alone.
 */
export function diffEntities(desired: readonly Entity[], actual: readonly Entity[]): Update[] {
  const present = new Map(actual.filter(isManaged).map((entity) => [nameEntity(entity), entity]));
  const wanted = new Set(desired.map(nameEntity));
  const writes = desired.flatMap((entity): Update[] => {
    const current = present.get(nameEntity(entity));
    if (current !== undefined && describeEffect(current) === describeEffect(entity)) return [];
    const type = current !== undefined || isDefaultEntry(entity) ? "modify" : "insert";
    return [{ type, entity }];
  });
  const leftovers = [...present]
    .filter(([name, entity]) => !wanted.has(name) && !isDefaultEntry(entity))
    .map(([, entity]): Update => ({ type: "delete", entity: withoutEffect(entity) }));
  return [...writes, ...leftovers];
}

/** What to read from a switch to compare it with a plan: all entries, the default entries, all multicast groups. */
export function readFilters(): Entity[] {
  const filter = (table: string, isDefault: boolean): Entity => ({
    kind: "tableEntry",
    table,
    match: {},
    priority: 0,
    isDefault,
    idleTimeoutNs: 0n,
    metadata: new Uint8Array(0),
  });
  return [
    filter("", false),
    ...managedTables.map((table) => filter(table, true)),
    { kind: "multicastGroup", groupId: 0, replicas: [] },
  ];
}

function isManaged(entity: Entity): boolean {
  return (
    entity.kind === "multicastGroup" || (entity.kind === "tableEntry" && managedTables.includes(entity.table))
  );
}

/** A default entry is always there; it is modified, never inserted or deleted (P4Runtime 1.4, section 9.1.3). */
function isDefaultEntry(entity: Entity): boolean {
  return entity.kind === "tableEntry" && entity.isDefault;
}

/** P4Runtime names an entity that is to go by its key alone. */
function withoutEffect(entity: Entity): Entity {
  if (entity.kind === "multicastGroup") return { ...entity, replicas: [] };
  if (entity.kind !== "tableEntry") return entity;
  const { action: _action, counter: _counter, meter: _meter, ...key } = entity;
  return key;
}
