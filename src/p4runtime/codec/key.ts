import type { Entity, MatchValue, TableEntry } from "../values.js";

/**
 * A string that two entities have in common exactly if they are the same one: the kind and what identifies an
 * entity of that kind (sections 9.1 to 9.8), without what can be modified.
 */
export function entityKey(entity: Entity): string {
  switch (entity.kind) {
    case "tableEntry":
      return `${entity.kind} ${tableKey(entity)}`;
    case "directCounterEntry":
    case "directMeterEntry":
      return `${entity.kind} ${tableKey(entity.tableEntry)}`;
    case "actionProfileMember":
      return `${entity.kind} ${entity.profile} ${entity.memberId}`;
    case "actionProfileGroup":
      return `${entity.kind} ${entity.profile} ${entity.groupId}`;
    case "counterEntry":
      return `${entity.kind} ${entity.counter} ${entity.index}`;
    case "meterEntry":
      return `${entity.kind} ${entity.meter} ${entity.index}`;
    case "registerEntry":
      return `${entity.kind} ${entity.register} ${entity.index}`;
    case "multicastGroup":
      return `${entity.kind} ${entity.groupId}`;
    case "cloneSession":
      return `${entity.kind} ${entity.sessionId}`;
    case "valueSet":
      return `${entity.kind} ${entity.valueSet}`;
    case "digestEntry":
      return `${entity.kind} ${entity.digest}`;
  }
}

/** The same for a key alone; the order of its fields does not matter. */
export function matchKey(match: Readonly<Record<string, MatchValue>>): string {
  return Object.entries(match)
    .map(([name, value]) => `${name}=${valueKey(value)}`)
    .sort()
    .join("&");
}

function tableKey(entry: TableEntry): string {
  return entry.isDefault
    ? `${entry.table} default`
    : `${entry.table} ${entry.priority} ${matchKey(entry.match)}`;
}

function valueKey(value: MatchValue): string {
  switch (value.kind) {
    case "exact":
    case "optional":
      return `${value.value}`;
    case "lpm":
      return `${value.value}/${value.prefixLength}`;
    case "ternary":
      return `${value.value}~${value.mask}`;
    case "range":
      return `${value.low}-${value.high}`;
  }
}
