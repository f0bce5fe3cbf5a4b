import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bit,
  extract,
  hash,
  header,
  headers,
  metadata,
  packetMetadata,
  parser,
  state,
  switchProgram,
} from "../../src/dsl/index.js";
import { router } from "../../src/programs/router.js";
import { entry, fixture, packetOut } from "./fixture.js";

test("a program's control declares what its statements use, in the order of use", () => {
  const { ingress } = fixture.ir;
  assert.deepEqual(
    ingress.tables.map((table) => table.name),
    ["lanes", "forwarding"],
  );
  assert.deepEqual(
    ingress.actions.map((action) => action.name),
    ["take", "accept_new", "sum", "forward", "flood", "discard"],
  );
  assert.deepEqual(
    ingress.registers.map((register) => register.name),
    ["arrivals", "newest"],
  );
  assert.deepEqual(
    ingress.controls.map((control) => control.name),
    ["stats"],
  );
});

test("a variable that one action alone uses belongs to that action", () => {
  const { ingress } = fixture.ir;
  assert.deepEqual(
    ingress.variables.map((variable) => variable.name),
    ["distance"],
  );
  const sum = ingress.actions.find((action) => action.name === "sum");
  assert.deepEqual(
    sum?.variables.map((variable) => variable.name),
    ["local_sum"],
  );
});

test("a handle makes a P4Runtime entry with P4Info's names", () => {
  assert.deepEqual(entry, {
    kind: "tableEntry",
    table: "ingress.forwarding",
    metadata: new Uint8Array(0),
    match: {
      dst: { kind: "lpm", value: 1n, prefixLength: 48 },
      port: { kind: "optional", value: 5n },
      id: { kind: "range", low: 1n, high: 5n },
      tagged: { kind: "exact", value: 1n },
    },
    priority: 10,
    action: { kind: "action", value: { action: "ingress.forward", params: { port: 3n, priority: 1n } } },
    isDefault: false,
    idleTimeoutNs: 0n,
  });
});

test("an action that two controls use is in each table the one of its own control", () => {
  const { tables, actions } = router;
  const inIngress = tables.neighbours.entry({ next_hop: 1 }, actions.discard());
  const inEgress = tables.senders.entry({ port: 1 }, actions.discard());
  assert.deepEqual(inIngress.action, { kind: "action", value: { action: "ingress.discard", params: {} } });
  assert.deepEqual(inEgress.action, { kind: "action", value: { action: "egress.discard", params: {} } });
});

test("registers, counters, meters and digests have handles with P4Info's names", () => {
  const { registers, counters, meters, digests } = fixture;
  assert.deepEqual(registers.arrivals.entry(3, 7n), {
    kind: "registerEntry",
    register: "ingress.arrivals",
    index: 3,
    data: 7n,
  });
  assert.deepEqual(counters.perPort.entry(), { kind: "counterEntry", counter: "ingress.stats.per_port" });
  assert.deepEqual(meters.rate.entry(1), { kind: "meterEntry", meter: "ingress.stats.rate", index: 1 });
  assert.equal(digests.learn.entry().digest, "learn_t");
  assert.deepEqual(digests.learn.decode([5n, 2n]), { src: 5n, port: 2n });
});

test("the metadata of a controller packet is read and written by the header's fields", () => {
  const codec = packetMetadata(packetOut);
  assert.deepEqual(codec.encode({ egressPort: 3 }), { egressPort: 3n });
  assert.deepEqual(codec.decode({ egressPort: 4n }), { egressPort: 4n });
  assert.throws(() => codec.decode({}), { code: "DSL-ARGUMENT" });
});

test("a hash into every number of its variable is a hash without a range", () => {
  const hdr = headers({ h: header("h_t", { a: bit(16) }) });
  const meta = metadata({ index: bit(12) });
  const rangeFor = (modulus: number) => {
    const { ir } = switchProgram("hashed", {
      headers: hdr,
      metadata: meta,
      parser: parser({ start: state([extract(hdr.h)], "accept") }),
      ingress: hash(meta.index, "crc16", [hdr.h.a], { base: 0, modulus }),
      deparser: [hdr.h],
    });
    const [statement] = ir.ingress.body;
    return statement?.kind === "hash" ? statement.range : assert.fail("the hash is gone");
  };
  assert.equal(rangeFor(4096), undefined);
  assert.notEqual(rangeFor(4095), undefined);
});
