// Requests that are as they should be, one for every kind of entity, call and stream message.
import {
  buildSchema,
  type Entity,
  encodeEntity,
  encodeUpdate,
  tableEntry,
  type Update,
} from "p4runtime-js-grpc";
import { p4, p4info } from "p4runtime-js-grpc/messages";
import { parseP4Info } from "p4runtime-js-grpc/text";
import { featureJson, featureP4Info } from "../switch/support/feature-program.js";

const info = parseP4Info(featureP4Info);
export const config = {
  p4info: p4info.P4Info.encode(info).finish(),
  deviceConfig: new TextEncoder().encode(featureJson),
};
export const deviceId = 3n;
/** No mutant can have a greater one. */
export const electionId = { high: 2n ** 64n - 1n, low: 2n ** 64n - 1n };
const schema = buildSchema(info);

const forward = (port: bigint) =>
  ({ kind: "action", value: { action: "ingress.forward", params: { port } } }) as const;
const counts = { packets: 1n, bytes: 2n };
const rates = { committedRate: 1n, committedBurst: 2n, peakRate: 3n, peakBurst: 4n };
const replicas = [{ port: 1, instance: 1 }];
const route = tableEntry({
  table: "ingress.route",
  match: {
    "h.b": { kind: "lpm", value: 0x100n, prefixLength: 8 },
    "h.a": { kind: "exact", value: 1n },
  },
  action: forward(3n),
  metadata: Uint8Array.of(1, 2),
});
const keyOfRoute = tableEntry({ table: route.table, match: route.match });
const weighted = [{ ...forward(1n).value, weight: 2, watchPort: Uint8Array.of(1) }];

const updates: readonly Update[] = [
  { type: "insert", entity: route },
  { type: "modify", entity: { ...route, meter: rates } },
  {
    type: "insert",
    entity: tableEntry({
      table: "ingress.acl",
      match: { "h.a": { kind: "ternary", value: 1n, mask: 1n }, "h.b": { kind: "optional", value: 5n } },
      priority: 9,
      action: forward(1n),
    }),
  },
  {
    type: "modify",
    entity: tableEntry({ table: "ingress.route", isDefault: true, action: forward(2n) }),
  },
  {
    type: "insert",
    entity: {
      kind: "actionProfileMember",
      profile: "ingress.ways",
      memberId: 1,
      action: forward(1n).value,
    },
  },
  {
    type: "insert",
    entity: {
      kind: "actionProfileGroup",
      profile: "ingress.ways",
      groupId: 1,
      maxSize: 3,
      members: [{ memberId: 1, weight: 1 }],
    },
  },
  {
    type: "insert",
    entity: tableEntry({
      table: "ingress.select",
      match: { "h.a": { kind: "exact", value: 1n } },
      action: { kind: "actionSet", actions: weighted },
    }),
  },
  { type: "modify", entity: { kind: "counterEntry", counter: "ingress.packets", index: 1, data: counts } },
  { type: "modify", entity: { kind: "directMeterEntry", tableEntry: keyOfRoute, config: rates } },
  { type: "modify", entity: { kind: "meterEntry", meter: "ingress.rates", index: 1, config: rates } },
  { type: "modify", entity: { kind: "registerEntry", register: "ingress.cells", index: 1, data: 7n } },
  { type: "insert", entity: { kind: "multicastGroup", groupId: 3, replicas } },
  {
    type: "insert",
    entity: { kind: "cloneSession", sessionId: 5, replicas, classOfService: 1, packetLengthBytes: 64 },
  },
  {
    type: "modify",
    entity: { kind: "valueSet", valueSet: "special", members: [{ value: { kind: "exact", value: 7n } }] },
  },
  { type: "delete", entity: keyOfRoute },
];

const filters: readonly Entity[] = [...updates.map(({ entity }) => entity), tableEntry({})];

function asFilter(entity: Entity): Entity {
  if (entity.kind !== "tableEntry" || entity.action?.kind === "action") return entity;
  const { action: _, ...rest } = entity;
  return rest;
}

/** A request and how it is written. */
export interface Seed {
  readonly method: string;
  readonly message: object;
  encode(message: object): Uint8Array;
}

function seed<T extends object>(
  method: string,
  type: { encode(message: T): { finish(): Uint8Array } },
  message: T,
): Seed {
  return { method, message, encode: (mutant) => type.encode(mutant as T).finish() };
}

const forwarding = { p4info: info, p4DeviceConfig: config.deviceConfig, cookie: { cookie: 1n } };

export const seeds: readonly Seed[] = [
  ...updates.map((update, number) =>
    seed(
      "Write",
      p4.WriteRequest,
      p4.WriteRequest.fromPartial({
        deviceId,
        electionId,
        atomicity: number % 3,
        updates: [update, updates[0] ?? update].map((each) => encodeUpdate(schema, each)),
      }),
    ),
  ),
  ...filters.map((filter) =>
    seed(
      "Read",
      p4.ReadRequest,
      p4.ReadRequest.fromPartial({
        deviceId,
        entities: [encodeEntity(schema, asFilter(filter), "filter")],
      }),
    ),
  ),
  ...[1, 2, 3, 5].map((action) =>
    seed(
      "SetForwardingPipelineConfig",
      p4.SetForwardingPipelineConfigRequest,
      p4.SetForwardingPipelineConfigRequest.fromPartial({ deviceId, electionId, action, config: forwarding }),
    ),
  ),
  ...[0, 1, 2, 3].map((responseType) =>
    seed(
      "GetForwardingPipelineConfig",
      p4.GetForwardingPipelineConfigRequest,
      p4.GetForwardingPipelineConfigRequest.fromPartial({ deviceId, responseType }),
    ),
  ),
  seed("Capabilities", p4.CapabilitiesRequest, p4.CapabilitiesRequest.create({ deviceId })),
];

const packetFields = [...schema.packetOut].map(({ id }) => ({ metadataId: id, value: Uint8Array.of(1) }));

type StreamUpdate = Parameters<typeof p4.StreamMessageRequest.fromPartial>[0]["update"];

function streamSeed(update: StreamUpdate): Seed {
  return seed("StreamChannel", p4.StreamMessageRequest, p4.StreamMessageRequest.fromPartial({ update }));
}

/** What a controller may say; first of all who it is. */
export const streamSeeds: readonly Seed[] = [
  streamSeed({ $case: "arbitration", value: { deviceId, role: { name: "fuzz" }, electionId: { low: 4n } } }),
  streamSeed({ $case: "packet", value: { payload: Uint8Array.of(1, 2, 3, 4), metadata: packetFields } }),
  streamSeed({ $case: "digestAck", value: { digestId: [...schema.digests][0]?.id ?? 0, listId: 1n } }),
  streamSeed({ $case: "other", value: { typeUrl: "a/b" } }),
];
