// The client against a P4Runtime server that is not ours: simple_switch_grpc (P4Runtime 1.3).
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { BatchError, type Entity, type P4RuntimeClient, P4RuntimeError, tableEntry } from "p4runtime-js-grpc";
import { cpuPort, type Referee, skip, startReferee } from "./bmv2.js";
import { next, readAll } from "./world.js";

const noCounter = { bytes: 0n, packets: 0n };
const noMeter = { committedRate: 0n, committedBurst: 0n, peakRate: 0n, peakBurst: 0n };
const someMeter = { committedRate: 10n, committedBurst: 1n, peakRate: 20n, peakBurst: 2n };

const exact = tableEntry({
  table: "ingress.exact_table",
  match: { "hdr.ethernet.destination": { kind: "exact", value: 0xffff_ffff_ffffn } },
  action: { kind: "action", value: { action: "ingress.forward_counted", params: { port: 3n } } },
  idleTimeoutNs: 60_000_000_000n,
  metadata: Uint8Array.of(9, 0, 1),
});

/** Entities that come back as they were written, in an order in which they can be written. */
const symmetric: readonly Entity[] = [
  exact,
  tableEntry({
    table: "ingress.acl",
    match: {
      "hdr.ethernet.source": { kind: "ternary", value: 1n, mask: 3n },
      "hdr.ethernet.type": { kind: "range", low: 5n, high: 9n },
      "std.ingress_port": { kind: "optional", value: 3n },
    },
    priority: 10,
    action: { kind: "action", value: { action: "ingress.classify", params: { key: 3n } } },
  }),
  tableEntry({
    table: "ingress.acl",
    match: { "std.ingress_port": { kind: "optional", value: 0n } },
    priority: 1,
    action: { kind: "action", value: { action: "NoAction", params: {} } },
  }),
  tableEntry({
    table: "ingress.route",
    match: { "meta.key": { kind: "lpm", value: 0x0a00_0000n, prefixLength: 8 } },
    action: { kind: "action", value: { action: "ingress.forward", params: { port: 0n, destination: 256n } } },
  }),
  {
    kind: "actionProfileMember",
    profile: "ingress.balancer",
    memberId: 1,
    action: { action: "ingress.forward", params: { port: 1n, destination: 2n } },
  },
  {
    kind: "actionProfileGroup",
    profile: "ingress.balancer",
    groupId: 1,
    maxSize: 4,
    members: [{ memberId: 1, weight: 1, watchPort: Uint8Array.of(3) }],
  },
  tableEntry({
    table: "ingress.balance",
    match: { "meta.key": { kind: "exact", value: 1n } },
    action: { kind: "group", groupId: 1 },
  }),
  {
    kind: "multicastGroup",
    groupId: 5,
    replicas: [
      { port: 1, instance: 1 },
      { port: 300, instance: 2 },
    ],
  },
  {
    kind: "cloneSession",
    sessionId: 5,
    replicas: [{ port: 1, instance: 1 }],
    classOfService: 0,
    packetLengthBytes: 0,
  },
  { kind: "digestEntry", digest: "learn_t", maxTimeoutNs: 0n, maxListSize: 1, ackTimeoutNs: 0n },
];

/** Replicas come back in any order (section 8.2). */
function ordered(entity: Entity): Entity {
  if (entity.kind !== "multicastGroup") return entity;
  return { ...entity, replicas: [...entity.replicas].sort((a, b) => a.port - b.port) };
}

/** A filter for this very entity. */
function keyOf(entity: Entity): Entity {
  if (entity.kind !== "tableEntry") return entity;
  return tableEntry({ table: entity.table, match: entity.match, priority: entity.priority });
}

async function failure(promise: Promise<unknown>): Promise<P4RuntimeError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof P4RuntimeError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: "nothing failed" });
}

/** The reason why a batch of one failed. */
async function onlyFailure(promise: Promise<unknown>): Promise<P4RuntimeError> {
  const error = await failure(promise);
  assert.ok(error instanceof BatchError && error.failures.length === 1, error.message);
  assert.ok(error.failures[0]);
  return error.failures[0].error;
}

describe("the client and simple_switch_grpc", () => {
  let referee: Referee;
  let client: P4RuntimeClient;

  before(async () => {
    if (skip !== false) return;
    referee = await startReferee();
    client = await referee.connect(2n ** 64n);
  });
  after(() => referee?.stop());

  it("elect, set a pipeline and get it back", { skip }, async () => {
    assert.ok(client.isPrimary);
    assert.equal(await client.apiVersion(), "1.3.0");
    await client.setPipeline(referee.config, "verify");
    await client.setPipeline({ ...referee.config, cookie: 2n ** 63n }, "verifyAndSave");
    await client.setPipeline(undefined, "commit");
    await client.setPipeline({ ...referee.config, cookie: 2n ** 64n - 1n });
    assert.equal(await client.getCookie(), 2n ** 64n - 1n);
    const back = await client.getPipeline();
    assert.deepEqual(back?.deviceConfig, referee.config.deviceConfig);
    assert.deepEqual(back?.p4info, referee.config.p4info);
  });

  it("write every kind of entity and read it back unchanged", { skip }, async () => {
    for (const entity of symmetric) await client.write([{ type: "insert", entity }]);
    for (const entity of symmetric) {
      const found = await readAll(client, keyOf(entity));
      assert.deepEqual(found.map(ordered), [entity]);
    }
    const wildcard = await readAll(client, tableEntry({}));
    assert.equal(wildcard.length, symmetric.filter(({ kind }) => kind === "tableEntry").length);
  });

  it("use counters and meters, direct and indirect", { skip }, async () => {
    const counter: Entity = {
      kind: "counterEntry",
      counter: "ingress.hits",
      index: 3,
      data: { bytes: 4n, packets: 5n },
    };
    const meter: Entity = { kind: "meterEntry", meter: "ingress.policer", index: 3, config: someMeter };
    await client.write([
      { type: "modify", entity: counter },
      { type: "modify", entity: meter },
    ]);
    assert.deepEqual(await readAll(client, counter), [counter]);
    assert.deepEqual(await readAll(client, meter), [meter]);
    assert.equal((await readAll(client, { kind: "counterEntry", counter: "hits" })).length, 16);
    const direct = await readAll(client, { kind: "directCounterEntry", tableEntry: exact });
    assert.deepEqual(
      direct.map((entity) => entity.kind === "directCounterEntry" && entity.data),
      [noCounter],
    );
    const [entry] = await readAll(client, { ...exact, counter: noCounter, timeSinceLastHitNs: 0n });
    assert.ok(entry?.kind === "tableEntry" && (entry.timeSinceLastHitNs ?? 0n) > 0n);
    assert.deepEqual(entry.counter, noCounter);
    const acl = tableEntry({ table: "acl", priority: 10, meter: noMeter });
    const [before] = await readAll(client, acl);
    assert.ok(before?.kind === "tableEntry");
    await client.write([{ type: "modify", entity: { ...before, meter: someMeter } }]);
    const [after] = await readAll(client, acl);
    assert.deepEqual(after?.kind === "tableEntry" && after.meter, someMeter);
  });

  it("put errors back to their updates", { skip }, async () => {
    const missing = tableEntry({
      ...exact,
      match: { "hdr.ethernet.destination": { kind: "exact", value: 1n } },
    });
    const updates = [
      { type: "insert", entity: exact },
      { type: "modify", entity: exact },
      { type: "delete", entity: missing },
    ] as const;
    const error = await failure(client.write(updates));
    assert.ok(error instanceof BatchError);
    assert.deepEqual(
      error.failures.map(({ index, item, error: { code } }) => [index, item, code]),
      [
        [0, updates[0], "ALREADY_EXISTS"],
        [2, updates[2], "NOT_FOUND"],
      ],
    );
  });

  it("put a thousand errors back to their updates", { skip }, async () => {
    const updates = Array.from({ length: 1_000 }, () => ({ type: "insert", entity: exact }) as const);
    const error = await failure(client.write(updates));
    assert.ok(error instanceof BatchError);
    assert.equal(error.failures.length, 1_000);
    assert.ok(
      error.failures.every((item, index) => item.index === index && item.error.code === "ALREADY_EXISTS"),
    );
  });

  it("exchange packets and digests", { skip }, async () => {
    const arrived = next(client, "packetIn");
    const learned = next(client, "digest");
    const payload = new Uint8Array(1500).fill(7);
    await client.packetOut({ payload, metadata: { egress_port: cpuPort, pad: 0n } });
    assert.deepEqual(await arrived, { payload, metadata: { ingress_port: cpuPort, reason: 5n } });
    const list = await learned;
    assert.ok(typeof list === "object" && "samples" in list);
    assert.deepEqual(list.samples, [[0x0707_0707_0707n, cpuPort]]);
    await client.acknowledgeDigest(list.digest, list.listId);
  });

  it("delete what was written", { skip }, async () => {
    for (const entity of [...symmetric].reverse()) await client.write([{ type: "delete", entity }]);
    assert.deepEqual(await readAll(client, tableEntry({})), []);
  });

  it("are told apart: a greater election id takes over and gives back", { skip }, async () => {
    const lost = next(client, "primaryLost");
    const other = await referee.connect(2n ** 128n - 2n);
    assert.ok(other.isPrimary);
    assert.deepEqual(await lost, { isPrimary: false, hasPrimary: true, electionId: 2n ** 128n - 2n });
    const error = await failure(client.write([{ type: "delete", entity: exact }]));
    assert.equal(error.code, "PERMISSION_DENIED");
    await other.close();
    await client.becomePrimary(2n ** 128n - 1n);
    assert.ok(client.isPrimary);
  });

  it("agree on what this switch does not do", { skip }, async () => {
    const register: Entity = { kind: "registerEntry", register: "ingress.cells", index: 3 };
    assert.equal((await failure(readAll(client, register))).code, "UNIMPLEMENTED");
    const written = await onlyFailure(client.write([{ type: "modify", entity: { ...register, data: 1n } }]));
    assert.equal(written.code, "UNIMPLEMENTED");
    assert.equal(written.target?.space, "ALL-sswitch-p4org");
    for (const atomicity of ["rollbackOnError", "dataplaneAtomic"] as const) {
      const error = await failure(client.write([{ type: "delete", entity: exact }], atomicity));
      assert.equal(error.code, "UNIMPLEMENTED");
    }
    assert.equal((await failure(client.setPipeline(referee.config, "reconcileAndCommit"))).code, "UNKNOWN");
    const beyond: Entity = { kind: "counterEntry", counter: "hits", index: 300 };
    assert.equal((await failure(readAll(client, beyond))).code, "UNKNOWN");
  });
});
