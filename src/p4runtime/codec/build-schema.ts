import { P4RuntimeError } from "../errors.js";
import { p4info } from "../messages/index.js";
import type { MatchValue } from "../values.js";
import { dataType } from "./data-type.js";
import { type Named, Registry } from "./registry.js";
import type {
  ActionProfileSchema,
  ActionReference,
  ActionSchema,
  FieldSchema,
  MatchFieldSchema,
  MeterKind,
  Schema,
  TableSchema,
} from "./schema.js";

/**
 * Reads a P4Info. Ids or names that are missing or taken, and references that lead nowhere, are INVALID_ARGUMENT.
 *
 * @param info the message or its binary form
 */
export function buildSchema(info: p4info.P4Info | Uint8Array): Schema {
  const message = info instanceof Uint8Array ? decodeP4Info(info) : info;
  const types = message.typeInfo;
  const actions = new Registry("action", message.actions.map(readAction));
  const context: TableContext = {
    actions,
    profiles: new Registry("action profile", message.actionProfiles.map(named)),
    directCounters: new Registry("direct counter", message.directCounters.map(named)),
    directMeters: new Registry(
      "direct meter",
      message.directMeters.map((meter) => ({ ...named(meter), meterKind: meterKind(meter.spec) })),
    ),
  };
  const tables = new Registry(
    "table",
    message.tables.map((table) => readTable(table, context)),
  );
  return {
    tables,
    actions,
    actionProfiles: new Registry(
      "action profile",
      message.actionProfiles.map((profile) => readProfile(profile, tables)),
    ),
    counters: new Registry("counter", message.counters.map(readArray)),
    meters: new Registry(
      "meter",
      message.meters.map((meter) => ({
        ...readArray(meter),
        meterKind: meterKind(meter.spec),
        counts: meter.spec?.unit === p4info.MeterSpec_Unit.BYTES ? "bytes" : "packets",
      })),
    ),
    registers: new Registry(
      "register",
      message.registers.map((register) => ({
        ...readArray(register),
        type: dataType(register.typeSpec, types, named(register).name),
      })),
    ),
    valueSets: new Registry(
      "value set",
      message.valueSets.map((set) => ({ ...readArray(set), matchFields: readMatchFields(set.match) })),
    ),
    digests: new Registry(
      "digest",
      message.digests.map((digest) => ({
        ...named(digest),
        type: dataType(digest.typeSpec, types, named(digest).name),
      })),
    ),
    packetIn: readPacketHeader(message, "packet_in"),
    packetOut: readPacketHeader(message, "packet_out"),
  };
}

interface TableContext {
  readonly actions: Registry<ActionSchema>;
  readonly profiles: Registry<Named>;
  readonly directCounters: Registry<Named>;
  readonly directMeters: Registry<Named & { readonly meterKind: MeterKind }>;
}

/** The message in these bytes, or INVALID_ARGUMENT. */
export function decodeP4Info(bytes: Uint8Array): p4info.P4Info {
  try {
    return p4info.P4Info.decode(bytes);
  } catch (cause) {
    throw new P4RuntimeError("INVALID_ARGUMENT", "these bytes are no P4Info", { cause });
  }
}

function named(object: { readonly preamble: p4info.Preamble | undefined }): Named {
  const { id, name, alias } = object.preamble ?? { id: 0, name: "", alias: "" };
  return { id, name, alias };
}

function readArray(object: { preamble: p4info.Preamble | undefined; size: bigint | number }) {
  return { ...named(object), size: Number(object.size) };
}

/** The only field of a value set may be nameless; it is then called by its id. */
function readField(field: { id: number; name: string; bitwidth: number }): FieldSchema {
  const name = field.name === "" ? `${field.id}` : field.name;
  return { id: field.id, name, alias: name, bitWidth: field.bitwidth };
}

function readAction(action: p4info.Action): ActionSchema {
  const own = named(action);
  return { ...own, params: new Registry(`parameter of ${own.name}`, action.params.map(readField)) };
}

function readTable(table: p4info.Table, context: TableContext): TableSchema {
  const own = named(table);
  const matchFields = readMatchFields(table.matchFields);
  return {
    ...own,
    matchFields,
    hasPriority: [...matchFields].some((field) => kindsWithPriority.has(field.kind)),
    actions: readActionReferences(table, context.actions),
    size: Number(table.size),
    isConst: table.isConstTable,
    hasConstDefault: table.constDefaultActionId !== 0,
    supportsIdleTimeout: table.idleTimeoutBehavior === p4info.Table_IdleTimeoutBehavior.NOTIFY_CONTROL,
    hasDirectCounter: table.directResourceIds.some((id) => context.directCounters.find(id) !== undefined),
    directMeter: table.directResourceIds.map((id) => context.directMeters.find(id)?.meterKind).find(Boolean),
    actionProfile: context.profiles.nameOf(table.implementationId) || undefined,
  };
}

function readActionReferences(table: p4info.Table, actions: Registry<ActionSchema>) {
  const references = new Map<string, ActionReference>();
  for (const { id, scope } of table.actionRefs) {
    const action = actions.byId(id);
    references.set(action.name, {
      action,
      inEntries: scope !== p4info.ActionRef_Scope.DEFAULT_ONLY,
      asDefault: scope !== p4info.ActionRef_Scope.TABLE_ONLY,
    });
  }
  return references;
}

const matchKinds = new Map<p4info.MatchField_MatchType, MatchValue["kind"]>([
  [p4info.MatchField_MatchType.EXACT, "exact"],
  [p4info.MatchField_MatchType.LPM, "lpm"],
  [p4info.MatchField_MatchType.TERNARY, "ternary"],
  [p4info.MatchField_MatchType.RANGE, "range"],
  [p4info.MatchField_MatchType.OPTIONAL, "optional"],
]);

const kindsWithPriority = new Set<MatchFieldSchema["kind"]>(["ternary", "range", "optional"]);

function readMatchFields(fields: readonly p4info.MatchField[]): Registry<MatchFieldSchema> {
  return new Registry(
    "match field",
    fields.map((field) => ({
      ...readField(field),
      kind: field.match?.$case === "matchType" ? matchKinds.get(field.match.value) : undefined,
    })),
  );
}

function readProfile(profile: p4info.ActionProfile, tables: Registry<TableSchema>): ActionProfileSchema {
  const semantics = profile.selectorSizeSemantics;
  return {
    ...named(profile),
    hasSelector: profile.withSelector,
    tables: profile.tableIds.map((id) => tables.byId(id).name),
    size: Number(profile.size),
    groupSizeMax: profile.maxGroupSize,
    sizeCounts: semantics?.$case === "sumOfMembers" ? "members" : "weights",
    memberWeightMax: semantics?.$case === "sumOfMembers" ? semantics.value.maxMemberWeight : 0,
    allowsWeights: !profile.weightsDisallowed,
  };
}

function meterKind(spec: p4info.MeterSpec | undefined): MeterKind {
  switch (spec?.type) {
    case p4info.MeterSpec_Type.SINGLE_RATE_THREE_COLOR:
      return "singleRateThreeColor";
    case p4info.MeterSpec_Type.SINGLE_RATE_TWO_COLOR:
      return "singleRateTwoColor";
    default:
      return "twoRateThreeColor";
  }
}

function readPacketHeader(message: p4info.P4Info, name: string): Registry<FieldSchema> {
  const header = message.controllerPacketMetadata.find((candidate) => candidate.preamble?.name === name);
  return new Registry(`${name} field`, (header?.metadata ?? []).map(readField));
}
