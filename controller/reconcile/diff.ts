import { type Entity, tableEntry, type Update } from "p4runtime-js-grpc/values";
import { describeEffect, nameEntity } from "../plan/describe.js";
import { type Managed, torManaged } from "./managed.js";

/**
 * The updates that turn what a switch holds into what it must hold: nothing for what is right already, so that doing
 * it twice does nothing the second time.
 *
 * What the controller does not manage (constant entries, tables of other programs) is left alone.
 */
export function diffEntities(
  desired: readonly Entity[],
  actual: readonly Entity[],
  managed: Managed = torManaged,
): Update[] {
  const own = actual.filter((entity) => isManaged(entity, managed));
  const present = new Map(own.map((entity) => [nameEntity(entity), entity]));
  const named = desired.map((entity) => [nameEntity(entity), entity] as const);
  const wanted = new Set(named.map(([name]) => name));
  const writes = named.flatMap(([name, entity]): Update[] => {
    const current = present.get(name);
    if (current !== undefined && describeEffect(current) === describeEffect(entity)) return [];
    const type = current !== undefined || isAlwaysThere(entity) ? "modify" : "insert";
    return [{ type, entity }];
  });
  const leftovers = [...present]
    .filter(([name]) => !wanted.has(name))
    .flatMap(([, entity]): Update[] => removal(entity));
  return [...writes, ...leftovers];
}

/**
 * What to read from a switch to compare it with a plan: all entries, the default entries, meters, and all multicast
 * groups.
 */
export function readFilters(managed: Managed = torManaged): Entity[] {
  return [
    tableEntry({}),
    ...managed.tables.map((table) => tableEntry({ table, isDefault: true })),
    ...managed.meters.map((meter): Entity => ({ kind: "meterEntry", meter })),
    ...(managed.hasMulticastGroups
      ? [{ kind: "multicastGroup", groupId: 0, replicas: [] } satisfies Entity]
      : []),
  ];
}

function isManaged(entity: Entity, managed: Managed): boolean {
  switch (entity.kind) {
    case "multicastGroup":
      return managed.hasMulticastGroups;
    case "meterEntry":
      return managed.meters.includes(entity.meter);
    default:
      return entity.kind === "tableEntry" && managed.tables.includes(entity.table);
  }
}

/**
 * A default entry and the cell of a meter are always there; they are modified, never inserted or deleted (P4Runtime
 * 1.4, sections 9.1.3 and 9.4).
 */
function isAlwaysThere(entity: Entity): boolean {
  return entity.kind === "meterEntry" || (entity.kind === "tableEntry" && entity.isDefault);
}

/** Takes away what a switch must not hold; a default entry stays what it is, and a meter limits nothing any more. */
function removal(entity: Entity): Update[] {
  if (entity.kind === "meterEntry") {
    const { config, ...cell } = entity;
    return config === undefined ? [] : [{ type: "modify", entity: cell }];
  }
  return isAlwaysThere(entity) ? [] : [{ type: "delete", entity: withoutEffect(entity) }];
}

/** P4Runtime names an entity that is to go by its key alone. */
function withoutEffect(entity: Entity): Entity {
  if (entity.kind === "multicastGroup") return { ...entity, replicas: [] };
  if (entity.kind !== "tableEntry") return entity;
  const { action: _action, counter: _counter, meter: _meter, ...key } = entity;
  return key;
}
