import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { describeTrace, runCommands, type TraceRecord } from "../../src/switch/index.js";
import { fromHex, TestBench } from "./support/bench.js";
import { assign, bmv2, calls, expression, field, hex, primitive } from "./support/bmv2.js";
import { HEADERS, ingressAction, KEEP, standard, toPort } from "./support/mini.js";

const router = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../../p4/router/bmv2.json");
const frame =
  "02000000000202000000000108004500002600004000401125c20a0000010a000105000100090012000000000000000000000000";

const commands = `
table_add routes set_next_hop 10.0.1.0/24 => 10.0.1.1 1   # a subnet
table_add ingress.neighbours set_destination_mac 0x0a000101 => 02:00:00:00:00:09
table_add senders set_source_mac 1 => 02:00:00:00:00:08
`;

async function traced(bench: TestBench, port: number, packet: string): Promise<readonly TraceRecord[]> {
  const records = bench.target.trace(port, fromHex(packet));
  bench.wait(1_000_000);
  return records;
}

describe("a trace of one packet", () => {
  it("tells states, tables, actions, changes, checksums and what leaves", async () => {
    const bench = new TestBench(readFileSync(router, "utf8"));
    runCommands(bench.target, commands);
    const records = await traced(bench, 0, frame);
    const of = <K extends TraceRecord["kind"]>(kind: K) =>
      records.filter((record): record is Extract<TraceRecord, { kind: K }> => record.kind === kind);
    assert.deepEqual(
      of("state").map(({ state, next }) => [state, next]),
      [
        ["start", "parse_ipv4"],
        ["parse_ipv4", "accept"],
      ],
    );
    const [route] = of("table").filter(({ table }) => table === "ingress.routes");
    assert.deepEqual(route?.key, [{ field: "dst", match: "lpm", value: "0xa000105" }]);
    assert.deepEqual(
      [route?.hit, route?.entry, route?.action],
      [true, ["0xa000100/24"], "ingress.set_next_hop"],
    );
    const next = of("action").find(({ action }) => action === "ingress.set_next_hop");
    assert.deepEqual(next?.arguments, [
      { name: "next_hop", value: "0xa000101" },
      { name: "port", value: "0x1" },
    ]);
    const changes = of("change").flatMap((record) => record.changes);
    assert.deepEqual(
      changes.find((change) => change.field === "ipv4.ttl"),
      { field: "ipv4.ttl", before: "0x40", after: "0x3f" },
    );
    assert.deepEqual(
      of("updateChecksum").map(({ value }) => value),
      ["0x26c2"],
    );
    assert.deepEqual(of("deparse")[0]?.headers, ["ethernet", "ipv4"]);
    const plain = new TestBench(readFileSync(router, "utf8"));
    runCommands(plain.target, commands);
    assert.deepEqual(
      of("send").map(({ port, bytes }) => ({ port, bytes })),
      plain.send(0, frame),
    );
    assert.equal(describeTrace(records).length, records.length);
  });

  it("tells registers, clones and loops, and ends with the last copy", async () => {
    const first = expression("==", standard("instance_type"), hex(0));
    const fresh = expression("==", field("h", "kind"), hex(0));
    const register = { type: "register_array", value: "seen" };
    const actions = [
      ingressAction(
        primitive("register_write", register, hex(1), field("h", "value")),
        primitive("register_read", field("m", "kept"), register, hex(1)),
        toPort(2),
        primitive("_jump_if_zero", expression("b2d", null, first), hex(5)),
        primitive("clone_ingress_pkt_to_egress", hex(3), hex(1)),
      ),
      {
        name: "again",
        primitives: [
          primitive("_jump_if_zero", expression("b2d", null, expression("and", first, fresh)), hex(3)),
          assign(field("h", "kind"), hex(1)),
          primitive("recirculate", hex(1)),
        ],
      },
    ];
    const top = { ...KEEP, register_arrays: [{ name: "seen", id: 0, size: 4, bitwidth: 8 }] };
    const program = bmv2({ headers: HEADERS, actions, ingress: calls(0), egress: calls(1), top });
    const bench = new TestBench(program);
    runCommands(bench.target, "mirroring_add 3 5\nregister_write seen 0 0x7f");
    const records = await traced(bench, 1, "0042");
    assert.equal(bench.register("seen"), 0x7fn);
    const steps = records.map(({ kind, copy }) => `${kind} ${copy}`);
    assert.ok(steps.includes("registerWrite 0") && steps.includes("registerRead 0"));
    assert.ok(steps.includes("clone 0") && steps.includes("recirculate 0"));
    const sent = records.flatMap((record) => (record.kind === "send" ? [[record.port, record.copy]] : []));
    assert.deepEqual(sent, [
      [5, 1],
      [2, 0],
    ]);
  });

  it("is not seen by other packets, and changes what they would change", async () => {
    const actions = [ingressAction(assign(field("h", "value"), hex(9)), toPort(3))];
    const bench = new TestBench(bmv2({ headers: HEADERS, actions, ingress: calls(0) }));
    await traced(bench, 0, "0001");
    assert.deepEqual(bench.sent, [{ port: 3, bytes: "0009" }]);
    assert.deepEqual(bench.send(0, "0002"), [{ port: 3, bytes: "0009" }]);
    const counters = bench.target.counters();
    assert.deepEqual(counters.parser, { packets: 2, errors: {} });
    assert.deepEqual(counters.actions, { in: 2 });
    assert.deepEqual(counters.deparser, { packets: 2 });
  });
});

describe("commands of simple_switch_CLI", () => {
  const refused: readonly (readonly [line: string, why: RegExp])[] = [
    ["table_add nowhere x 1 =>", /no table nowhere; choose from .*ingress\.routes/],
    ["table_add routes fly 10.0.0.0/8 =>", /no action of ingress\.routes fly/],
    ["table_add routes set_next_hop 10.0.0.0 => 1 1", /VALUE\/LENGTH/],
    ["table_add routes set_next_hop 10.0.0.0/40 => 1 1", /0 to 32 bits/],
    ["table_add routes set_next_hop 10.0.0.0/8 => 1", /takes next_hop, port/],
    ["table_add routes set_next_hop 10.0.0.0/8 => 1 0x1ffff", /does not fit 9 bits/],
    ["table_add neighbours set_destination_mac 10.0.1.1 => 020000000002", /20000000002 or 0x20000000002/],
    ["table_add routes set_next_hop 10.0.0.0/8", /TABLE ACTION KEY/],
    ["register_write none 0 1", /no register none/],
    ["mc_node_associate 1 7", /no node 7/],
    ["fly away", /fly away/],
  ];
  for (const [line, why] of refused) {
    it(`refuse "${line}" with the line`, () => {
      const bench = new TestBench(readFileSync(router, "utf8"));
      assert.throws(
        () => runCommands(bench.target, `# first\n${line}\n`, "entries.txt"),
        (error: Error & { code?: string }) =>
          error.code === "SWITCH-COMMAND" &&
          error.message.startsWith("entries.txt:2:1") &&
          why.test(error.message),
      );
    });
  }
});
