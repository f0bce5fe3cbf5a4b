import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { P4RuntimeError } from "p4runtime-js-grpc/errors";
import { p4info } from "p4runtime-js-grpc/messages";
import type { DigestList } from "p4runtime-js-grpc/pipeline";
import { parseP4Info } from "p4runtime-js-grpc/text";
import {
  type ControllerPacket,
  type Entity,
  type TableEntry,
  tableEntry,
  type UpdateType,
} from "p4runtime-js-grpc/values";
import { SwitchPipeline } from "../../src/switch/index.js";
import { fromHex, TestBench, toHex } from "./support/bench.js";
import { featureJson, featureP4Info } from "./support/feature-program.js";

const config = {
  p4info: p4info.P4Info.encode(parseP4Info(featureP4Info)).finish(),
  deviceConfig: new TextEncoder().encode(featureJson),
};

const forward = (port: bigint) =>
  ({ kind: "action", value: { action: "ingress.forward", params: { port } } }) as const;

const route = (value: bigint, prefixLength: number, a: bigint, more: Partial<TableEntry> = {}) =>
  tableEntry({
    table: "ingress.route",
    match: { "h.b": { kind: "lpm", value, prefixLength }, "h.a": { kind: "exact", value: a } },
    ...more,
  });

const acl = (priority: number, match: TableEntry["match"], more: Partial<TableEntry> = {}) =>
  tableEntry({ table: "ingress.acl", match, priority, ...more });

let bench: TestBench;
let pipeline: SwitchPipeline;
let packetIns: ControllerPacket[];
let digests: DigestList[];
let idle: TableEntry[];

function update(type: UpdateType, entity: Entity): void {
  pipeline.apply({ type, entity });
}

function refusedWith(code: string, act: () => unknown): void {
  assert.throws(act, (error) => error instanceof P4RuntimeError && error.code === code);
}

function read(filter: Entity): readonly Entity[] {
  return [...pipeline.read(filter)];
}

beforeEach(() => {
  bench = new TestBench(featureJson);
  pipeline = new SwitchPipeline(bench.target, { cpuPort: 15 });
  [packetIns, digests, idle] = [[], [], []];
  pipeline.listen({
    packetIn: (packet) => packetIns.push(packet),
    digest: (list) => digests.push(list),
    idleTimeout: (entries) => idle.push(...entries),
  });
  pipeline.commit(config);
});

describe("a switch behind P4Runtime: configs", () => {
  it("refuses everything before a config is loaded", () => {
    const fresh = new SwitchPipeline(new TestBench(featureJson).target, { cpuPort: 15 });
    refusedWith("FAILED_PRECONDITION", () => fresh.apply({ type: "insert", entity: route(0n, 0, 1n) }));
  });

  it("checks a config without loading it", () => {
    update("insert", route(0x100n, 8, 1n, { action: forward(3n) }));
    pipeline.verify(config);
    assert.equal(read(tableEntry({})).length, 1);
    refusedWith("INVALID_ARGUMENT", () => pipeline.verify({ ...config, deviceConfig: fromHex("7b") }));
    refusedWith("INVALID_ARGUMENT", () => pipeline.verify({ ...config, p4info: fromHex("ffff") }));
  });

  it("starts from empty tables when a config is committed", () => {
    update("insert", route(0x100n, 8, 1n, { action: forward(3n) }));
    pipeline.commit(config);
    assert.deepEqual(read(tableEntry({})), []);
    assert.deepEqual(bench.send(0, "01 0123"), [{ port: 0, bytes: "010123" }]);
  });

  it("starts as empty when it has built a spare before, and works", () => {
    update("insert", route(0x100n, 8, 1n, { action: forward(3n) }));
    bench.target.prepareSpare();
    update("modify", { kind: "registerEntry", register: "ingress.cells", index: 2, data: 7n });
    pipeline.commit(config);
    assert.deepEqual(read(tableEntry({})), []);
    const cells = read({ kind: "registerEntry", register: "ingress.cells" });
    assert.deepEqual([...new Set(cells.map((each) => each.kind === "registerEntry" && each.data))], [0n]);
    assert.deepEqual(bench.send(0, "01 0123"), [{ port: 0, bytes: "010123" }]);
    update("insert", route(0x100n, 8, 1n, { action: forward(3n) }));
    assert.deepEqual(bench.send(0, "01 0123"), [{ port: 3, bytes: "010123" }]);
  });
});

describe("a switch behind P4Runtime: tables", () => {
  it("inserts, uses, modifies and deletes an entry", () => {
    update("insert", route(0x0100n, 8, 1n, { action: forward(3n) }));
    assert.deepEqual(bench.send(0, "01 0123"), [{ port: 3, bytes: "010123" }]);
    update("modify", route(0x0100n, 8, 1n, { action: forward(4n) }));
    assert.deepEqual(bench.send(0, "01 0123"), [{ port: 4, bytes: "010123" }]);
    update("delete", route(0x0100n, 8, 1n));
    assert.deepEqual(bench.send(0, "01 0123"), [{ port: 0, bytes: "010123" }]);
  });

  it("prefers the longer prefix", () => {
    update("insert", route(0n, 0, 1n, { action: forward(1n) }));
    update("insert", route(0x0100n, 8, 1n, { action: forward(2n) }));
    update("insert", route(0x0120n, 12, 1n, { action: forward(3n) }));
    assert.deepEqual(
      ["01 0123", "01 0199", "01 9999", "02 0123"].map((frame) => bench.send(0, frame)[0]?.port),
      [3, 2, 1, 0],
    );
  });

  it("prefers the greater priority, and matches optional fields", () => {
    const b = { kind: "optional", value: 0x1234n } as const;
    update("insert", acl(5, { "h.a": { kind: "ternary", value: 0n, mask: 1n } }, { action: forward(2n) }));
    update("insert", acl(9, { "h.b": b }, { action: forward(3n) }));
    assert.deepEqual(
      ["02 1234", "02 0000", "01 1234", "01 0000"].map((frame) => bench.send(0, frame)[0]?.port),
      [3, 2, 3, 0],
    );
    const [first] = read(acl(9, { "h.b": b }));
    assert.deepEqual(first?.kind === "tableEntry" && first.match, { "h.b": b });
  });

  it("says what is there already, what is not, and what has no room", () => {
    update("insert", route(0x0100n, 8, 1n, { action: forward(3n) }));
    refusedWith("ALREADY_EXISTS", () => update("insert", route(0x0100n, 8, 1n, { action: forward(1n) })));
    refusedWith("NOT_FOUND", () => update("modify", route(0x0100n, 9, 1n, { action: forward(1n) })));
    refusedWith("NOT_FOUND", () => update("delete", route(0x0100n, 8, 2n)));
    for (const a of [2n, 3n, 4n]) update("insert", route(0n, 0, a, { action: forward(1n) }));
    refusedWith("RESOURCE_EXHAUSTED", () => update("insert", route(0n, 0, 5n, { action: forward(1n) })));
    assert.equal(read(tableEntry({ table: "ingress.route" })).length, 4);
  });

  it("changes and resets default entries, but not constant ones", () => {
    const isDefault = true;
    const metadata = fromHex("77");
    update("modify", tableEntry({ table: "ingress.route", isDefault, action: forward(6n), metadata }));
    assert.equal(bench.send(0, "01 0000")[0]?.port, 6);
    const [entry] = read(tableEntry({ table: "ingress.route", isDefault, metadata }));
    assert.deepEqual(entry?.kind === "tableEntry" && entry.metadata, metadata);
    assert.deepEqual(entry?.kind === "tableEntry" && entry.action, forward(6n));
    update("modify", tableEntry({ table: "ingress.route", isDefault }));
    assert.equal(bench.send(0, "01 0000")[0]?.port, 0);
    refusedWith("PERMISSION_DENIED", () =>
      update("modify", tableEntry({ table: "ingress.acl", isDefault, action: forward(6n) })),
    );
    refusedWith("INVALID_ARGUMENT", () =>
      update("delete", tableEntry({ table: "ingress.route", isDefault })),
    );
  });

  it("counts and meters misses for the default entry, and reads both back", () => {
    const key = tableEntry({ table: "ingress.route", isDefault: true });
    const counter: Entity = { kind: "directCounterEntry", tableEntry: key };
    const meter: Entity = { kind: "directMeterEntry", tableEntry: key };
    const config = { committedRate: 1n, committedBurst: 1n, peakRate: 2n, peakBurst: 2n };
    bench.send(0, "01 0000");
    assert.deepEqual(read(counter), [{ ...counter, data: { packets: 1n, bytes: 3n } }]);
    update("modify", { ...counter, data: { packets: 5n, bytes: 50n } });
    update("modify", { ...meter, config });
    const wildcard = tableEntry({ isDefault: true });
    assert.deepEqual(read({ kind: "directMeterEntry", tableEntry: wildcard }), [{ ...meter, config }]);
    const asked = { counter: { packets: 0n, bytes: 0n }, meter: config };
    const [entry] = read({ ...key, ...asked });
    assert.deepEqual(entry?.kind === "tableEntry" && [entry.counter, entry.meter], [
      { packets: 5n, bytes: 50n },
      config,
    ]);
    update("modify", key);
    assert.deepEqual(read(counter), [{ ...counter, data: { packets: 0n, bytes: 0n } }]);
    assert.deepEqual(read(meter), [meter]);
  });

  it("counts what every entry matches", () => {
    const entry = route(0x0100n, 8, 1n, { action: forward(3n) });
    update("insert", entry);
    bench.send(0, "01 0123");
    bench.send(0, "01 01ff aabb");
    const data = { packets: 2n, bytes: 8n };
    assert.deepEqual(read({ kind: "directCounterEntry", tableEntry: tableEntry({}) }), [
      { kind: "directCounterEntry", tableEntry: route(0x0100n, 8, 1n), data },
    ]);
    const counter = { packets: 0n, bytes: 0n };
    const [shown] = read(route(0x0100n, 8, 1n, { counter }));
    assert.deepEqual(shown?.kind === "tableEntry" && shown.counter, data);
    update("modify", { kind: "directCounterEntry", tableEntry: entry, data: counter });
    const [after] = read(route(0x0100n, 8, 1n, { counter }));
    assert.deepEqual(after?.kind === "tableEntry" && after.counter, counter);
  });

  it("tells which entries nobody used, again only after as long", () => {
    update("insert", route(0x0100n, 8, 1n, { action: forward(3n), idleTimeoutNs: 500_000_000n }));
    bench.wait(300_000);
    bench.send(0, "01 0100");
    bench.wait(400_000);
    assert.deepEqual(idle, []);
    bench.wait(250_000);
    assert.deepEqual(idle, [route(0x0100n, 8, 1n)]);
    bench.wait(550_000);
    assert.equal(idle.length, 2);
    const [shown] = read(route(0x0100n, 8, 1n, { timeSinceLastHitNs: 0n }));
    assert.equal(shown?.kind === "tableEntry" && shown.timeSinceLastHitNs, 1_200_000_000n);
  });
});

describe("a switch behind P4Runtime: action profiles", () => {
  const profile = "ingress.ways";
  const member = (memberId: number, port: bigint): Entity => ({
    kind: "actionProfileMember",
    profile,
    memberId,
    action: forward(port).value,
  });
  const group = (groupId: number, ...ids: readonly number[]): Entity => ({
    kind: "actionProfileGroup",
    profile,
    groupId,
    maxSize: 4,
    members: ids.map((memberId) => ({ memberId, weight: 1 })),
  });
  const select = (action: NonNullable<TableEntry["action"]>) =>
    tableEntry({ table: "ingress.select", match: { "h.a": { kind: "exact", value: 1n } }, action });

  it("uses members, groups and one-shot sets", () => {
    for (const [id, port] of [
      [1, 5n],
      [2, 6n],
      [3, 7n],
    ] as const)
      update("insert", member(id, port));
    update("insert", group(1, 1, 2, 3));
    update("insert", select({ kind: "member", memberId: 2 }));
    assert.equal(bench.send(0, "01 0000")[0]?.port, 6);
    update("modify", select({ kind: "group", groupId: 1 }));
    const ports = ["01 0000", "01 0001", "01 0002", "01 0003"].map((frame) => bench.send(0, frame)[0]?.port);
    assert.deepEqual(ports, [5, 6, 7, 5]);
    const actions = [
      { ...forward(8n).value, weight: 2 },
      { ...forward(9n).value, weight: 1 },
    ];
    update("modify", select({ kind: "actionSet", actions }));
    const chosen = ["01 0000", "01 0001", "01 0002", "01 0003"].map((frame) => bench.send(0, frame)[0]?.port);
    assert.deepEqual(chosen, [8, 8, 9, 8]);
    const [shown] = read(tableEntry({ table: "ingress.select" }));
    assert.deepEqual(shown?.kind === "tableEntry" && shown.action, { kind: "actionSet", actions });
  });

  it("moves traffic away from members whose port is down, and back", () => {
    const watched = (port: bigint) => ({ watchPort: Uint8Array.of(Number(port)) });
    const connect = (port: number) =>
      bench.target.attach(port, { send: (bytes) => bench.sent.push({ port, bytes: toHex(bytes) }) });
    const frames = ["01 0000", "01 0001", "01 0002", "01 0003"];
    const portsOf = () => frames.map((frame) => bench.send(0, frame)[0]?.port);
    update("insert", member(1, 5n));
    update("insert", member(2, 6n));
    const members = [
      { memberId: 1, weight: 1, ...watched(5n) },
      { memberId: 2, weight: 1, ...watched(6n) },
    ];
    const balanced = { ...group(1), maxSize: 4, members } as Entity;
    update("insert", balanced);
    update("insert", select({ kind: "group", groupId: 1 }));
    assert.deepEqual(portsOf(), [5, 6, 5, 6]);
    bench.target.detach(5);
    assert.deepEqual(portsOf(), [6, 6, 6, 6]);
    assert.deepEqual(read({ kind: "actionProfileGroup", profile: "", groupId: 1, maxSize: 0, members: [] }), [
      balanced,
    ]);
    connect(5);
    assert.deepEqual(portsOf(), [5, 6, 5, 6]);
    const actions = [5n, 6n].map((port) => ({ ...forward(port).value, weight: 1, ...watched(port) }));
    bench.target.detach(6);
    update("modify", select({ kind: "actionSet", actions }));
    assert.deepEqual(portsOf(), [5, 5, 5, 5]);
    connect(6);
    assert.deepEqual(portsOf(), [5, 6, 5, 6]);
  });

  it("keeps what is in use", () => {
    update("insert", member(1, 5n));
    update("insert", group(1, 1));
    update("insert", select({ kind: "group", groupId: 1 }));
    refusedWith("FAILED_PRECONDITION", () => update("delete", member(1, 5n)));
    refusedWith("FAILED_PRECONDITION", () => update("delete", group(1)));
    refusedWith("NOT_FOUND", () => update("modify", group(1, 9)));
    refusedWith("NOT_FOUND", () => update("modify", select({ kind: "member", memberId: 9 })));
    refusedWith("RESOURCE_EXHAUSTED", () => update("modify", group(1, 1, 1, 1, 1, 1)));
    update("delete", select({ kind: "group", groupId: 1 }));
    update("delete", group(1));
    update("delete", member(1, 5n));
    assert.deepEqual(read({ kind: "actionProfileMember", profile: "", memberId: 0 }), []);
  });
});

describe("a switch behind P4Runtime: counters, meters, registers, value sets, replication", () => {
  const account = (cell: bigint) =>
    tableEntry({
      table: "ingress.account",
      match: { "h.a": { kind: "exact", value: 1n } },
      action: { kind: "action", value: { action: "ingress.account", params: { cell } } },
    });

  it("reads and writes indirect counters and registers", () => {
    update("insert", account(2n));
    bench.send(0, "01 1000 ff");
    const data = { packets: 1n, bytes: 4n };
    assert.deepEqual(read({ kind: "counterEntry", counter: "ingress.packets", index: 2 }), [
      { kind: "counterEntry", counter: "ingress.packets", index: 2, data },
    ]);
    assert.equal(read({ kind: "counterEntry", counter: "" }).length, 4);
    assert.deepEqual(read({ kind: "registerEntry", register: "ingress.cells", index: 2 }), [
      { kind: "registerEntry", register: "ingress.cells", index: 2, data: 0x1002n },
    ]);
    update("modify", { kind: "registerEntry", register: "ingress.cells", data: 7n });
    assert.deepEqual(
      read({ kind: "registerEntry", register: "" }).map(
        (entity) => entity.kind === "registerEntry" && entity.data,
      ),
      [7n, 7n, 7n, 7n],
    );
    refusedWith("OUT_OF_RANGE", () => read({ kind: "registerEntry", register: "ingress.cells", index: 4 }));
    refusedWith("INVALID_ARGUMENT", () =>
      update("insert", { kind: "registerEntry", register: "ingress.cells", index: 0, data: 1n }),
    );
  });

  it("keeps meter rates", () => {
    const rates = { committedRate: 1n, committedBurst: 2n, peakRate: 3n, peakBurst: 4n };
    update("modify", { kind: "meterEntry", meter: "ingress.rates", index: 1, config: rates });
    assert.deepEqual(read({ kind: "meterEntry", meter: "ingress.rates", index: 1 }), [
      { kind: "meterEntry", meter: "ingress.rates", index: 1, config: rates },
    ]);
    update("modify", { kind: "meterEntry", meter: "ingress.rates", index: 1 });
    assert.deepEqual(read({ kind: "meterEntry", meter: "ingress.rates", index: 1 }), [
      { kind: "meterEntry", meter: "ingress.rates", index: 1 },
    ]);
    const entry = route(0n, 0, 1n, { action: forward(1n), meter: rates });
    update("insert", entry);
    assert.deepEqual(read({ kind: "directMeterEntry", tableEntry: tableEntry({}) }), [
      { kind: "directMeterEntry", tableEntry: route(0n, 0, 1n), config: rates },
    ]);
  });

  it("replaces the members of a value set", () => {
    const member = (value: bigint) => ({ value: { kind: "exact", value } }) as const;
    update("modify", { kind: "valueSet", valueSet: "special", members: [member(7n), member(9n)] });
    assert.deepEqual(bench.send(0, "07 0000"), [{ port: 0, bytes: "07beef" }]);
    assert.deepEqual(bench.send(0, "08 0000"), [{ port: 0, bytes: "080000" }]);
    update("modify", { kind: "valueSet", valueSet: "special", members: [] });
    assert.deepEqual(bench.send(0, "07 0000"), [{ port: 0, bytes: "070000" }]);
  });

  it("keeps multicast groups and clone sessions", () => {
    const replicas = [
      { port: 1, instance: 1 },
      { port: 2, instance: 1 },
    ];
    const metadata = fromHex("0abc");
    const group: Entity = { kind: "multicastGroup", groupId: 3, replicas, metadata };
    update("insert", group);
    refusedWith("ALREADY_EXISTS", () => update("insert", group));
    assert.deepEqual(read({ kind: "multicastGroup", groupId: 0, replicas: [] }), [group]);
    refusedWith("INVALID_ARGUMENT", () =>
      update("modify", { ...group, replicas: [...replicas, { port: 1, instance: 1 }] }),
    );
    update("delete", group);
    refusedWith("NOT_FOUND", () => update("delete", group));
    const session: Entity = {
      kind: "cloneSession",
      sessionId: 5,
      replicas,
      classOfService: 1,
      packetLengthBytes: 64,
    };
    update("insert", session);
    refusedWith("OUT_OF_RANGE", () => update("modify", { ...session, classOfService: 8 }));
    assert.deepEqual(
      read({ kind: "cloneSession", sessionId: 0, replicas: [], classOfService: 0, packetLengthBytes: 0 }),
      [session],
    );
  });
});

describe("a switch behind P4Runtime, stopped", () => {
  it("has no timers left, neither of entries nor of digests", () => {
    const action = { kind: "action", value: { action: "ingress.learn", params: {} } } as const;
    update("insert", acl(1, {}, { action }));
    update("insert", route(0x0100n, 8, 1n, { action: forward(3n), idleTimeoutNs: 500_000_000n }));
    update("insert", {
      kind: "digestEntry",
      digest: "seen_t",
      maxTimeoutNs: 10n ** 18n,
      maxListSize: 2,
      ackTimeoutNs: 1n,
    });
    bench.send(0, "01 0001");
    assert.equal(bench.time.scheduled, 2);
    pipeline.stop();
    assert.equal(bench.time.scheduled, 0);
    bench.send(0, "01 0001");
    assert.equal(bench.target.counters().drops.noProgram, 1);
  });
});

describe("a switch behind P4Runtime: packets and digests", () => {
  it("hands packets to the controller and takes them from it", () => {
    const action = { kind: "action", value: { action: "ingress.to_controller", params: {} } } as const;
    update("insert", route(0n, 0, 9n, { action }));
    assert.deepEqual(bench.send(4, "09 0001 77"), []);
    assert.deepEqual(packetIns, [{ payload: fromHex("09000177"), metadata: { port: 4n } }]);
    pipeline.packetOut({ payload: fromHex("01020304"), metadata: { port: 11n } });
    assert.deepEqual(bench.sent, [{ port: 11, bytes: "01020304" }]);
  });

  it("collects digests, leaves out what is on its way, and sends it again after the acknowledgement", () => {
    const action = { kind: "action", value: { action: "ingress.learn", params: {} } } as const;
    update("insert", acl(1, {}, { action }));
    bench.send(0, "01 0001");
    assert.equal(digests.length, 0, "nobody has asked yet");
    const config_ = {
      kind: "digestEntry",
      digest: "seen_t",
      maxTimeoutNs: 1_000_000n,
      maxListSize: 2,
      ackTimeoutNs: 1_000_000_000n,
    } as const;
    update("insert", config_);
    bench.send(0, "01 0001");
    bench.send(0, "01 0001");
    bench.send(0, "02 0002");
    assert.deepEqual(
      digests.map(({ samples }) => samples),
      [
        [
          [1n, 1n],
          [2n, 2n],
        ],
      ],
    );
    bench.send(0, "01 0001");
    bench.send(0, "03 0003");
    bench.wait(1000);
    assert.deepEqual(digests[1]?.samples, [[3n, 3n]]);
    pipeline.acknowledgeDigest("seen_t", digests[0]?.listId ?? 0n);
    bench.send(0, "01 0001");
    bench.wait(1000);
    assert.deepEqual(digests[2]?.samples, [[1n, 1n]]);
    assert.deepEqual(read({ ...config_, digest: "" }), [config_]);
    update("delete", config_);
    bench.send(0, "05 0005");
    bench.wait(10_000);
    assert.equal(digests.length, 3);
  });
});
