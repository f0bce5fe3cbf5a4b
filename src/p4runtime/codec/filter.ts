import type { Entity, TableEntry } from "../values.js";
import { matchKey } from "./key.js";

/**
 * Whether an entity is one that a filter asks for (sections 9 and 13): empty names, ids 0 and absent indices fit
 * anything of the same kind. A table filter tells default entries from the others; its match, when not empty, is
 * a whole key; its action counts by name.
 *
 * @example fitsFilter(tableEntry({ table: "ingress.stripe" }), entry)
 */
export function fitsFilter(filter: Entity, entity: Entity): boolean {
  switch (filter.kind) {
    case "tableEntry":
      return entity.kind === filter.kind && fitsTable(filter, entity);
    case "directCounterEntry":
    case "directMeterEntry":
      return entity.kind === filter.kind && fitsTable(filter.tableEntry, entity.tableEntry);
    case "actionProfileMember":
      return (
        entity.kind === filter.kind &&
        fits(filter.profile, entity.profile) &&
        fits(filter.memberId, entity.memberId)
      );
    case "actionProfileGroup":
      return (
        entity.kind === filter.kind &&
        fits(filter.profile, entity.profile) &&
        fits(filter.groupId, entity.groupId)
      );
    case "counterEntry":
      return entity.kind === filter.kind && fits(filter.counter, entity.counter) && fitsIndex(filter, entity);
    case "meterEntry":
      return entity.kind === filter.kind && fits(filter.meter, entity.meter) && fitsIndex(filter, entity);
    case "registerEntry":
      return (
        entity.kind === filter.kind && fits(filter.register, entity.register) && fitsIndex(filter, entity)
      );
    case "multicastGroup":
      return entity.kind === filter.kind && fits(filter.groupId, entity.groupId);
    case "cloneSession":
      return entity.kind === filter.kind && fits(filter.sessionId, entity.sessionId);
    case "valueSet":
      return entity.kind === filter.kind && fits(filter.valueSet, entity.valueSet);
    case "digestEntry":
      return entity.kind === filter.kind && fits(filter.digest, entity.digest);
  }
}

function fitsTable(filter: TableEntry, entry: TableEntry): boolean {
  return (
    fits(filter.table, entry.table) &&
    filter.isDefault === entry.isDefault &&
    fits(filter.priority, entry.priority) &&
    fits(filter.controllerMetadata ?? 0n, entry.controllerMetadata ?? 0n) &&
    fitsBytes(filter.metadata, entry.metadata) &&
    fits(matchKey(filter.match), matchKey(entry.match)) &&
    fits(actionName(filter), actionName(entry))
  );
}

function actionName(entry: TableEntry): string {
  return entry.action?.kind === "action" ? entry.action.value.action : "";
}

function fits<T extends string | number | bigint>(wanted: T, actual: T): boolean {
  return wanted === actual || wanted === "" || wanted === 0 || wanted === 0n;
}

function fitsIndex(filter: { readonly index?: number }, entity: { readonly index?: number }): boolean {
  return filter.index === undefined || filter.index === entity.index;
}

function fitsBytes(wanted: Uint8Array, actual: Uint8Array): boolean {
  if (wanted.length === 0) return true;
  return wanted.length === actual.length && wanted.every((byte, index) => byte === actual[index]);
}
