// Random entities that fit the program of `program.ts`.
import fc from "fast-check";
import type { ActionValue, Entity, MatchValue, TableAction } from "p4runtime-js-grpc";

const bits = (width: number) => fc.bigInt({ min: 0n, max: (1n << BigInt(width)) - 1n });
const int64 = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
const uint32 = fc.nat(0xffff_ffff);
const positive = fc.integer({ min: 1, max: 0x7fff_ffff });
const bytes = fc.uint8Array({ minLength: 1, maxLength: 9 });
const index = fc.nat(7);

/** An object whose undefined properties are left out. */
function record<T extends object>(
  arbitraries: { [Key in keyof T]: fc.Arbitrary<T[Key]> },
  required: (keyof T)[],
) {
  return fc.record(arbitraries, { requiredKeys: required, noNullPrototype: true });
}

const anyAction: fc.Arbitrary<ActionValue> = fc.oneof(
  fc
    .tuple(bits(9), bits(48))
    .map(([port, address]) => ({ action: "ingress.forward", params: { port, address } })),
  fc.constant({ action: "ingress.drop", params: {} }),
);

const exact = (width: number): fc.Arbitrary<MatchValue> =>
  bits(width).map((value) => ({ kind: "exact", value }));

const ternary: fc.Arbitrary<MatchValue> = fc
  .tuple(bits(32), bits(32))
  .filter(([, mask]) => mask !== 0n)
  .map(([value, mask]) => ({ kind: "ternary", value: value & mask, mask }));

const lpm: fc.Arbitrary<MatchValue> = fc
  .tuple(bits(32), fc.integer({ min: 1, max: 32 }))
  .map(([value, length]) => {
    const host = BigInt(32 - length);
    return { kind: "lpm", value: (value >> host) << host, prefixLength: length };
  });

const range: fc.Arbitrary<MatchValue> = fc
  .tuple(bits(16), bits(16))
  .map((ends) => ends.sort((a, b) => Number(a - b)))
  .filter(([low, high]) => !(low === 0n && high === 0xffffn))
  .map(([low, high]) => ({ kind: "range", low, high }));

const optional: fc.Arbitrary<MatchValue> = bits(12).map((value) => ({ kind: "optional", value }));

const counterData = fc.record({ bytes: int64, packets: int64 }, { noNullPrototype: true });
const meterConfig = fc.record(
  { committedRate: int64, committedBurst: int64, peakRate: int64, peakBurst: int64 },
  { noNullPrototype: true },
);

const tableAction: fc.Arbitrary<TableAction> = anyAction.map((value) => ({ kind: "action", value }));

const selectAction: fc.Arbitrary<TableAction> = fc.oneof(
  uint32.map((memberId): TableAction => ({ kind: "member", memberId })),
  uint32.map((groupId): TableAction => ({ kind: "group", groupId })),
  fc.array(fc.tuple(anyAction, positive, fc.option(bytes))).map(
    (members): TableAction => ({
      kind: "actionSet",
      actions: members.map(([action, weight, watchPort]) => ({
        ...action,
        weight,
        ...(watchPort && { watchPort }),
      })),
    }),
  ),
);

const entryTail = { idleTimeoutNs: int64, metadata: bytes, isDefault: fc.constant(false) };

const tableEntries: fc.Arbitrary<Entity>[] = [
  record(
    {
      kind: fc.constant("tableEntry" as const),
      table: fc.constant("ingress.exact"),
      match: record({ "meta.low": exact(16), "meta.wide": exact(128) }, ["meta.low", "meta.wide"]),
      priority: fc.constant(0),
      action: tableAction,
      controllerMetadata: fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }),
      counter: counterData,
      timeSinceLastHitNs: int64,
      isConst: fc.constant(true),
      ...entryTail,
    },
    ["kind", "table", "match", "priority", "isDefault", "idleTimeoutNs", "metadata"],
  ),
  record(
    {
      kind: fc.constant("tableEntry" as const),
      table: fc.constant("ingress.acl"),
      match: record({ "ip.source": ternary, port: range, vlan: optional }, []),
      priority: positive,
      action: tableAction,
      meter: meterConfig,
      ...entryTail,
    },
    ["kind", "table", "match", "priority", "isDefault", "idleTimeoutNs", "metadata"],
  ),
  record(
    {
      kind: fc.constant("tableEntry" as const),
      table: fc.constant("ingress.route"),
      match: record({ "ip.destination": lpm }, []),
      priority: fc.constant(0),
      action: tableAction,
      ...entryTail,
    },
    ["kind", "table", "match", "priority", "isDefault", "idleTimeoutNs", "metadata"],
  ),
  record(
    {
      kind: fc.constant("tableEntry" as const),
      table: fc.constant("ingress.select"),
      match: record({ "meta.low": exact(16) }, ["meta.low"]),
      priority: fc.constant(0),
      action: selectAction,
      ...entryTail,
    },
    ["kind", "table", "match", "priority", "isDefault", "idleTimeoutNs", "metadata"],
  ),
];

const replicas = fc.array(fc.record({ port: uint32, instance: uint32 }, { noNullPrototype: true }));

/** Any entity; those with an index or data may come without. */
export const anyEntity: fc.Arbitrary<Entity> = fc.oneof(
  ...tableEntries,
  record(
    {
      kind: fc.constant("actionProfileMember" as const),
      profile: fc.constant("ingress.selector"),
      memberId: uint32,
      action: anyAction,
    },
    ["kind", "profile", "memberId"],
  ),
  record(
    {
      kind: fc.constant("actionProfileGroup" as const),
      profile: fc.constant("ingress.selector"),
      groupId: uint32,
      maxSize: fc.nat(0x7fff_ffff),
      members: fc.array(
        record({ memberId: uint32, weight: fc.nat(0x7fff_ffff), watchPort: bytes }, ["memberId", "weight"]),
      ),
    },
    ["kind", "profile", "groupId", "maxSize", "members"],
  ),
  record(
    {
      kind: fc.constant("counterEntry" as const),
      counter: fc.constantFrom("ingress.hits", ""),
      index,
      data: counterData,
    },
    ["kind", "counter"],
  ),
  record(
    {
      kind: fc.constant("meterEntry" as const),
      meter: fc.constant("ingress.policer"),
      index,
      config: meterConfig,
    },
    ["kind", "meter"],
  ),
  record(
    {
      kind: fc.constant("registerEntry" as const),
      register: fc.constant("ingress.cells"),
      index,
      data: bits(64),
    },
    ["kind", "register"],
  ),
  record(
    {
      kind: fc.constant("registerEntry" as const),
      register: fc.constant("ingress.signed_cells"),
      index,
      data: fc.bigInt({ min: -2048n, max: 2047n }),
    },
    ["kind", "register"],
  ),
  record({ kind: fc.constant("multicastGroup" as const), groupId: uint32, replicas, metadata: bytes }, [
    "kind",
    "groupId",
    "replicas",
  ]),
  record(
    {
      kind: fc.constant("cloneSession" as const),
      sessionId: uint32,
      replicas,
      classOfService: uint32,
      packetLengthBytes: fc.nat(0x7fff_ffff),
    },
    ["kind", "sessionId", "replicas", "classOfService", "packetLengthBytes"],
  ),
  record(
    {
      kind: fc.constant("valueSet" as const),
      valueSet: fc.constant("parser.trusted"),
      members: fc.array(record({ ether_type: exact(16) }, ["ether_type"])),
    },
    ["kind", "valueSet", "members"],
  ),
  record(
    {
      kind: fc.constant("digestEntry" as const),
      digest: fc.constant("learn_t"),
      maxTimeoutNs: int64,
      maxListSize: fc.nat(0x7fff_ffff),
      ackTimeoutNs: int64,
    },
    ["kind", "digest", "maxTimeoutNs", "maxListSize", "ackTimeoutNs"],
  ),
);
