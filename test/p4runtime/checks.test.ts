// What the server refuses because of the P4Info alone, whatever the switch behind it holds.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  BatchError,
  type CanonicalCode,
  type Entity,
  type P4RuntimeClient,
  P4RuntimeError,
  tableEntry,
  type Update,
} from "p4runtime-js-grpc";
import { exactEntry, readAll, startPrimary } from "./world.js";

const drop = { kind: "action", value: { action: "ingress.drop", params: {} } } as const;
const forward = {
  kind: "action",
  value: { action: "ingress.forward", params: { port: 1n, address: 1n } },
} as const;
const noAction = { kind: "action", value: { action: "NoAction", params: {} } } as const;
const low = { "meta.low": { kind: "exact", value: 1n } } as const;
const meter = { committedRate: 1n, committedBurst: 1n, peakRate: 1n, peakBurst: 1n };
const exact = exactEntry(1) as ReturnType<typeof tableEntry>;
const acl = tableEntry({
  table: "acl",
  match: { vlan: { kind: "optional", value: 1n } },
  priority: 1,
  action: drop,
});
const fixed = tableEntry({ table: "fixed", match: low });
const select = tableEntry({ table: "select", match: low, action: { kind: "member", memberId: 1 } });
const defaultOf = (table: string): ReturnType<typeof tableEntry> => tableEntry({ table, isDefault: true });
const member: Entity = { kind: "actionProfileMember", profile: "selector", memberId: 1, action: drop.value };
const group = { kind: "actionProfileGroup", profile: "selector", groupId: 1, maxSize: 4 } as const;
const set = (...weights: number[]) =>
  ({ kind: "actionSet", actions: weights.map((weight) => ({ ...drop.value, weight })) }) as const;
const trusted = (...types: bigint[]): Entity => ({
  kind: "valueSet",
  valueSet: "trusted",
  members: types.map((value) => ({ ether_type: { kind: "exact", value } })),
});

/** `[what is refused, code, update]`, by section. */
const refused: readonly [string, CanonicalCode, Update["type"], Entity][] = [
  ["9.1 an entry without its exact field", "INVALID_ARGUMENT", "insert", { ...exact, match: low }],
  ["9.1 a priority where nothing needs one", "INVALID_ARGUMENT", "insert", { ...exact, priority: 1 }],
  ["9.1 no priority where one is needed", "INVALID_ARGUMENT", "insert", { ...acl, priority: 0 }],
  ["9.1 a constant entry of a controller", "INVALID_ARGUMENT", "insert", { ...exact, isConst: true }],
  [
    "9.1.2 an insert without action",
    "INVALID_ARGUMENT",
    "insert",
    tableEntry({ table: "exact", match: exact.match }),
  ],
  ["9.1.2 an action of no such table", "INVALID_ARGUMENT", "insert", { ...acl, action: noAction }],
  [
    "9.1.2 a member in a direct table",
    "INVALID_ARGUMENT",
    "insert",
    { ...acl, action: { kind: "member", memberId: 1 } },
  ],
  ["9.1.2 an action in an indirect table", "INVALID_ARGUMENT", "insert", { ...select, action: drop }],
  [
    "9.1.2 an action for entries as default",
    "PERMISSION_DENIED",
    "modify",
    { ...defaultOf("acl"), action: forward },
  ],
  ["9.1.2 an action for defaults in an entry", "PERMISSION_DENIED", "insert", { ...exact, action: noAction }],
  ["9.1.3 an insert of a default", "INVALID_ARGUMENT", "insert", { ...defaultOf("exact"), action: drop }],
  ["9.1.3 a delete of a default", "INVALID_ARGUMENT", "delete", defaultOf("exact")],
  ["9.1.3 a default with a key", "INVALID_ARGUMENT", "modify", { ...exact, isDefault: true }],
  ["9.1.3 a constant default", "PERMISSION_DENIED", "modify", { ...defaultOf("route"), action: forward }],
  [
    "9.1.3 a default of an indirect table",
    "PERMISSION_DENIED",
    "modify",
    { ...defaultOf("select"), action: drop },
  ],
  ["9.1.4 an insert into a constant table", "PERMISSION_DENIED", "insert", { ...fixed, action: drop }],
  ["9.1.4 a delete from a constant table", "PERMISSION_DENIED", "delete", fixed],
  ["9.1.4 a modified action in a constant table", "PERMISSION_DENIED", "modify", { ...fixed, action: drop }],
  [
    "9.1.7 a counter that is not there",
    "INVALID_ARGUMENT",
    "insert",
    { ...acl, counter: { bytes: 0n, packets: 0n } },
  ],
  ["9.1.7 a meter that is not there", "INVALID_ARGUMENT", "insert", { ...exact, meter }],
  ["9.1.8 a timeout where there is none", "INVALID_ARGUMENT", "insert", { ...acl, idleTimeoutNs: 1n }],
  [
    "9.1.8 a timeout of a default",
    "INVALID_ARGUMENT",
    "modify",
    { ...defaultOf("exact"), action: drop, idleTimeoutNs: 1n },
  ],
  [
    "9.1.8 a written time since the last hit",
    "INVALID_ARGUMENT",
    "insert",
    { ...exact, timeSinceLastHitNs: 1n },
  ],
  ["9.2.1 a member without id", "INVALID_ARGUMENT", "insert", { ...member, memberId: 0 }],
  [
    "9.2.1 a member without action",
    "INVALID_ARGUMENT",
    "insert",
    { kind: "actionProfileMember", profile: "selector", memberId: 1 },
  ],
  [
    "9.2.1 a member with an action of no table",
    "INVALID_ARGUMENT",
    "insert",
    { ...member, action: noAction.value },
  ],
  ["9.2.2 a group without id", "INVALID_ARGUMENT", "insert", { ...group, groupId: 0, members: [] }],
  [
    "9.2.2 a group with a member twice",
    "INVALID_ARGUMENT",
    "insert",
    {
      ...group,
      members: [
        { memberId: 1, weight: 1 },
        { memberId: 1, weight: 1 },
      ],
    },
  ],
  [
    "9.2.2 a member without weight",
    "INVALID_ARGUMENT",
    "insert",
    { ...group, members: [{ memberId: 1, weight: 0 }] },
  ],
  [
    "9.2.2 a group larger than groups are",
    "INVALID_ARGUMENT",
    "insert",
    { ...group, maxSize: 9, members: [] },
  ],
  [
    "9.2.2 more weight than room",
    "RESOURCE_EXHAUSTED",
    "insert",
    { ...group, members: [{ memberId: 1, weight: 5 }] },
  ],
  ["9.2.3 an action set that is too heavy", "INVALID_ARGUMENT", "insert", { ...select, action: set(4, 5) }],
  ["9.2.3 an action without weight", "INVALID_ARGUMENT", "insert", { ...select, action: set(4, 0) }],
  [
    "9.3 an inserted counter",
    "INVALID_ARGUMENT",
    "insert",
    { kind: "counterEntry", counter: "hits", index: 1 },
  ],
  [
    "9.3 a counter beyond the array",
    "OUT_OF_RANGE",
    "modify",
    { kind: "counterEntry", counter: "hits", index: 8 },
  ],
  [
    "9.3 a negative counter index",
    "INVALID_ARGUMENT",
    "modify",
    { kind: "counterEntry", counter: "hits", index: -1 },
  ],
  [
    "9.3 a direct counter of a table without",
    "INVALID_ARGUMENT",
    "modify",
    { kind: "directCounterEntry", tableEntry: acl },
  ],
  [
    "9.4 a direct meter of a table without",
    "INVALID_ARGUMENT",
    "modify",
    { kind: "directMeterEntry", tableEntry: exact },
  ],
  ["9.4 a deleted meter", "INVALID_ARGUMENT", "delete", { kind: "meterEntry", meter: "policer", index: 1 }],
  [
    "9.5 a multicast group without id",
    "INVALID_ARGUMENT",
    "insert",
    { kind: "multicastGroup", groupId: 0, replicas: [] },
  ],
  [
    "9.5 equal replicas",
    "INVALID_ARGUMENT",
    "insert",
    {
      kind: "multicastGroup",
      groupId: 1,
      replicas: [
        { port: 1, instance: 1 },
        { port: 1, instance: 1 },
      ],
    },
  ],
  [
    "9.5 a clone session without id",
    "INVALID_ARGUMENT",
    "insert",
    { kind: "cloneSession", sessionId: 0, replicas: [], classOfService: 0, packetLengthBytes: 0 },
  ],
  ["9.6 an inserted value set", "INVALID_ARGUMENT", "insert", trusted(1n)],
  ["9.6 more members than room", "RESOURCE_EXHAUSTED", "modify", trusted(1n, 2n, 3n)],
  ["9.6 equal members", "ALREADY_EXISTS", "modify", trusted(1n, 1n)],
  [
    "9.7 a register without data",
    "INVALID_ARGUMENT",
    "modify",
    { kind: "registerEntry", register: "cells", index: 1 },
  ],
  [
    "9.7 a register beyond the array",
    "OUT_OF_RANGE",
    "modify",
    { kind: "registerEntry", register: "cells", index: 16, data: 1n },
  ],
  [
    "9.8 a digest without name",
    "INVALID_ARGUMENT",
    "insert",
    { kind: "digestEntry", digest: "", maxTimeoutNs: 0n, maxListSize: 0, ackTimeoutNs: 0n },
  ],
];

const accepted: readonly [string, Update["type"], Entity][] = [
  ["9.1.3 a default action", "modify", { ...defaultOf("exact"), action: noAction }],
  ["9.1.3 a reset default", "modify", defaultOf("exact")],
  ["9.1.8 a timeout", "insert", { ...exact, idleTimeoutNs: 1n }],
  [
    "9.1.7 a counter",
    "modify",
    { kind: "directCounterEntry", tableEntry: exact, data: { bytes: 1n, packets: 1n } },
  ],
  ["9.1.7 a meter", "insert", { ...acl, meter }],
  ["9.2.1 a member", "insert", member],
  ["9.2.2 a group", "insert", { ...group, members: [{ memberId: 1, weight: 4 }] }],
  ["9.2.3 an action set", "insert", { ...select, action: set(4, 4) }],
  ["9.3 all counters", "modify", { kind: "counterEntry", counter: "hits", data: { bytes: 1n, packets: 1n } }],
  ["9.6 an empty value set", "modify", trusted()],
  ["9.7 the last register", "modify", { kind: "registerEntry", register: "cells", index: 15, data: 1n }],
];

async function codeOf(client: P4RuntimeClient, update: Update): Promise<CanonicalCode> {
  try {
    await client.write([update]);
    return "OK";
  } catch (error) {
    if (error instanceof BatchError && error.failures[0]) return error.failures[0].error.code;
    if (error instanceof P4RuntimeError) return error.code;
    throw error;
  }
}

describe("the server refuses", () => {
  for (const [what, code, type, entity] of refused) {
    it(`${what}: ${code}`, async (test) => {
      const { client } = await startPrimary(test);
      assert.equal(await codeOf(client, { type, entity }), code);
    });
  }

  it("13 a filter with half a key, or with an index beyond the array", async (test) => {
    const { client } = await startPrimary(test);
    for (const filter of [
      tableEntry({ table: "exact", match: low }),
      { kind: "counterEntry", counter: "hits", index: 8 },
      { kind: "registerEntry", register: "cells", index: 16 },
    ] satisfies Entity[]) {
      await assert.rejects(readAll(client, filter), BatchError);
    }
  });
});

describe("the server accepts", () => {
  it("what is as it should be", async (test) => {
    const { client } = await startPrimary(test);
    for (const [what, type, entity] of accepted) {
      assert.equal(await codeOf(client, { type, entity }), "OK", what);
    }
  });
});
