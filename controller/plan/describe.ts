import type { Entity, MatchValue, MeterConfig, TableAction, TableEntry } from "p4runtime-js-grpc/values";

/** Which entity of a switch this is, in words: two entities with the same name cannot both be there. */
export function nameEntity(entity: Entity): string {
  switch (entity.kind) {
    case "tableEntry":
      return nameTableEntry(entity);
    case "multicastGroup":
      return `multicast group ${entity.groupId}`;
    case "meterEntry":
      return `${entity.meter}[${entity.index ?? "all"}]`;
    default:
      return entity.kind;
  }
}

/** What an entity does, in words; two entities that do the same have the same words. */
export function describeEffect(entity: Entity): string {
  switch (entity.kind) {
    case "tableEntry":
      return describeAction(entity.action);
    case "multicastGroup":
      return entity.replicas
        .map(({ port, instance }) => `${port}#${instance}`)
        .sort()
        .join(" ");
    case "meterEntry":
      return describeMeter(entity.config);
    default:
      return "";
  }
}

/** `ingress.stripe[stripe=3] → ingress.to_leader(leader_ip=0xa0003fe)` */
export function describeEntity(entity: Entity): string {
  return `${nameEntity(entity)} → ${describeEffect(entity)}`;
}

function nameTableEntry(entry: TableEntry): string {
  if (entry.isDefault) return `${entry.table}[default]`;
  const fields = inOrder(entry.match).map(([field, match]) => `${field}=${describeMatch(match)}`);
  const priority = entry.priority === 0 ? [] : [`priority ${entry.priority}`];
  return `${entry.table}[${[...fields, ...priority].join(", ")}]`;
}

/** By name. Most tables have one field, and most actions no more than one parameter. */
function inOrder<Value>(values: Readonly<Record<string, Value>>): (readonly [string, Value])[] {
  const entries = Object.entries(values);
  return entries.length < 2 ? entries : entries.sort(([left], [right]) => (left < right ? -1 : 1));
}

function describeMatch(match: MatchValue): string {
  switch (match.kind) {
    case "exact":
    case "optional":
      return hex(match.value);
    case "lpm":
      return `${hex(match.value)}/${match.prefixLength}`;
    case "ternary":
      return `${hex(match.value)}&${hex(match.mask)}`;
    case "range":
      return `${hex(match.low)}..${hex(match.high)}`;
  }
}

function describeAction(action: TableAction | undefined): string {
  if (action === undefined) return "no action";
  if (action.kind !== "action") return action.kind;
  const params = inOrder(action.value.params).map(([name, value]) => `${name}=${hex(value)}`);
  return `${action.value.action}(${params.join(", ")})`;
}

function describeMeter(config: MeterConfig | undefined): string {
  if (config === undefined) return "no limit";
  const { committedRate, committedBurst, peakRate, peakBurst } = config;
  return `${committedRate} + ${committedBurst}, ${peakRate} + ${peakBurst}`;
}

function hex(value: bigint): string {
  return value < 10n ? value.toString() : `0x${value.toString(16)}`;
}
