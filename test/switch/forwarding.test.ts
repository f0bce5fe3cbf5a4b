import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compiled, interpreter } from "../../src/switch/index.js";
import { TestBench } from "./support/bench.js";
import { assign, bmv2, calls, expression, field, hex, type Json, primitive, table } from "./support/bmv2.js";
import { HEADERS, ingressAction, standard, toPort } from "./support/mini.js";

for (const [name, engine] of [
  ["compiled", compiled],
  ["interpreted", interpreter],
] as const) {
  describe(`forwarding, ${name}`, () => {
    it("unicasts to egress_spec, from port 0 when nobody says", () => {
      const bench = new TestBench(bmv2({ headers: HEADERS }), { engine });
      assert.deepEqual(bench.send(3, "0102 beef"), [{ port: 0, bytes: "0102beef" }]);
    });

    it("drops what mark_to_drop marked, in ingress and in egress", () => {
      const drop = [
        {
          name: "drop",
          primitives: [primitive("mark_to_drop", { type: "header", value: "standard_metadata" })],
        },
      ];
      const inIngress = new TestBench(bmv2({ headers: HEADERS, actions: drop, ingress: calls(0) }), {
        engine,
      });
      assert.deepEqual(inIngress.send(1, "0102"), []);
      assert.equal(inIngress.drops[0]?.reason, "ingress");
      assert.equal(inIngress.drops[0]?.lastAction, "drop");
      const inEgress = new TestBench(bmv2({ headers: HEADERS, actions: drop, egress: calls(0) }), { engine });
      assert.deepEqual(inEgress.send(1, "0102"), []);
      assert.equal(inEgress.drops[0]?.reason, "egress");
    });

    it("drops by the standard metadata it is given, not by a copy of it", () => {
      const copy = {
        name: "copy",
        metadata: true,
        fields: [
          ["egress_spec", 9],
          ["mcast_grp", 16],
        ] as const,
      };
      const drop = primitive("mark_to_drop", { type: "header", value: "copy" });
      const actions = [
        ingressAction(toPort(4), drop, assign(field("h", "value"), field("copy", "egress_spec"))),
      ];
      const program = bmv2({ headers: [...HEADERS, copy], actions, ingress: calls(0) });
      const bench = new TestBench(program, { engine });
      assert.deepEqual(bench.send(1, "0102"), [{ port: 4, bytes: "01ff" }]);
    });

    it("cuts a packet where truncate says", () => {
      const actions = [ingressAction(primitive("truncate", hex(3)), toPort(1))];
      const bench = new TestBench(bmv2({ headers: HEADERS, actions, ingress: calls(0) }), { engine });
      assert.deepEqual(bench.send(0, "0102030405"), [{ port: 1, bytes: "010203" }]);
    });

    it("gives egress the length of the packet with its new headers", () => {
      const headers = [...HEADERS, { name: "extra", fields: [["length", 16]] as const }];
      const parseStates = [
        {
          name: "start",
          id: 0,
          parser_ops: [{ op: "extract", parameters: [{ type: "regular", value: "h" }] }],
          transition_key: [],
          transitions: [{ type: "default", value: null, mask: null, next_state: null }],
        },
      ];
      const actions = [
        ingressAction(primitive("add_header", { type: "header", value: "extra" }), toPort(1)),
        { name: "show", primitives: [assign(field("extra", "length"), standard("packet_length"))] },
      ];
      const program = bmv2({ headers, actions, ingress: calls(0), egress: calls(1), parseStates });
      const bench = new TestBench(program, { engine });
      assert.deepEqual(bench.send(0, "0102ff"), [{ port: 1, bytes: "01020005ff" }]);
    });

    it("drops a packet of a class that has no queue, and one for a port with nothing behind it", () => {
      const actions = [
        ingressAction(
          assign(standard("priority"), field("h", "kind")),
          assign(standard("egress_spec"), field("h", "value")),
        ),
      ];
      const program = bmv2({ headers: HEADERS, actions, ingress: calls(0) });
      const bench = new TestBench(program, { engine, priorityQueues: 4 });
      assert.equal(bench.send(0, "0301").length, 1);
      assert.equal(bench.send(0, "0401").length, 0);
      assert.equal(bench.send(0, "0099").length, 0);
      assert.deepEqual(
        bench.drops.map(({ reason }) => reason),
        ["priority", "noPort"],
      );
    });

    it("drops a packet that breaks an assertion, and goes on", () => {
      const condition = expression("!=", field("h", "kind"), hex(0xff));
      const actions = [ingressAction(primitive("assert", condition), toPort(1))];
      const bench = new TestBench(bmv2({ headers: HEADERS, actions, ingress: calls(0) }), { engine });
      assert.equal(bench.send(0, "ff00").length, 0);
      assert.equal(bench.drops[0]?.reason, "assertion");
      assert.equal(bench.send(0, "0000").length, 1);
    });

    it("leaves the pipeline at exit, but not the switch", () => {
      const actions = [ingressAction(toPort(1), primitive("exit")), ingressAction(toPort(9))];
      const ingress = {
        init_table: "first",
        action_calls: [
          { name: "first", id: 0, action_id: 0, next_node: "second" },
          { name: "second", id: 1, action_id: 1, next_node: null },
        ],
      };
      const bench = new TestBench(bmv2({ headers: HEADERS, actions, ingress }), { engine });
      assert.deepEqual(bench.send(0, "0102"), [{ port: 1, bytes: "0102" }]);
    });

    it("writes log lines with their values", () => {
      const values = { type: "parameters_vector", value: [field("h", "kind"), field("h", "value")] };
      const format = { type: "string", value: "kind {} of {} \\{x\\}" };
      const actions = [ingressAction(primitive("log_msg", format, values), toPort(1))];
      const bench = new TestBench(bmv2({ headers: HEADERS, actions, ingress: calls(0) }), { engine });
      bench.send(0, "0102");
      assert.deepEqual(bench.logged, ["kind 1 of 2 {x}"]);
    });

    it("sees the time when a packet came", () => {
      const actions = [
        ingressAction(assign(field("h", "value"), standard("ingress_global_timestamp")), toPort(1)),
      ];
      const bench = new TestBench(bmv2({ headers: HEADERS, actions, ingress: calls(0) }), { engine });
      bench.wait(0x42);
      assert.deepEqual(bench.send(0, "0100"), [{ port: 1, bytes: "0142" }]);
    });

    it("ends a parser that never would", () => {
      const parseStates = [
        {
          name: "start",
          id: 0,
          parser_ops: [],
          transition_key: [],
          transitions: [{ type: "default", value: null, mask: null, next_state: "start" }],
        },
      ];
      const actions = [ingressAction(assign(standard("egress_spec"), standard("parser_error")))];
      const bench = new TestBench(bmv2({ headers: HEADERS, actions, ingress: calls(0), parseStates }), {
        engine,
      });
      const timeout = bench.target.running.program.errors.parserTimeout;
      assert.deepEqual(bench.send(0, "0102"), [{ port: timeout, bytes: "0102" }]);
    });

    it("counts what every port takes in and sends", () => {
      const bench = new TestBench(
        bmv2({ headers: HEADERS, actions: [ingressAction(toPort(3))], ingress: calls(0) }),
        { engine },
      );
      bench.send(1, "010203");
      bench.send(1, "0102");
      const { statistics } = bench.target;
      assert.deepEqual(statistics.port(1), {
        receivedPackets: 2,
        receivedBytes: 5,
        sentPackets: 0,
        sentBytes: 0,
      });
      assert.deepEqual(statistics.port(3), {
        receivedPackets: 0,
        receivedBytes: 0,
        sentPackets: 2,
        sentBytes: 5,
      });
    });

    it("takes packets that a port sends back at once without growing the stack", () => {
      const actions = [
        ingressAction(toPort(1), assign(field("h", "value"), expression("+", field("h", "value"), hex(1)))),
      ];
      const bench = new TestBench(bmv2({ headers: HEADERS, actions, ingress: calls(0) }), { engine });
      let rounds = 0;
      bench.target.attach(1, {
        send: (bytes) => {
          rounds += 1;
          if (rounds < 100_000) bench.target.receive(1, bytes);
        },
      });
      bench.send(0, "0100");
      assert.equal(rounds, 100_000);
    });

    it("goes by the action that ran, by hit and miss, and by conditions", () => {
      const actions = [
        {
          name: "a",
          parameters: [["port", 9]] as const,
          primitives: [assign(standard("egress_spec"), { type: "runtime_data", value: 0 })],
        },
        { name: "b", primitives: [] },
        { name: "mark", primitives: [assign(field("h", "value"), hex(0xee))] },
      ];
      const key = { match_type: "exact", name: "h.kind", target: ["h", "kind"], mask: null };
      const entry = (value: number, action: number, data: Json[]): Json => ({
        match_key: [{ match_type: "exact", key: hexText(value) }],
        action_entry: { action_id: action, action_data: data },
        priority: 1,
      });
      const choose = table(
        "choose",
        [key],
        [
          [0, "a"],
          [1, "b"],
        ],
        {
          entries: [entry(1, 0, ["0x005"]), entry(2, 1, [])],
          next_tables: { a: null, b: "mark" },
          default_entry: { action_id: 1, action_const: true, action_data: [], action_entry_const: true },
        },
      );
      const ingress = {
        init_table: "choose",
        tables: [choose],
        action_calls: [{ name: "mark", id: 5, action_id: 2, next_node: null }],
      };
      const bench = new TestBench(bmv2({ headers: HEADERS, actions, ingress }), { engine });
      assert.deepEqual(bench.send(0, "0100"), [{ port: 5, bytes: "0100" }]);
      assert.deepEqual(bench.send(0, "0200"), [{ port: 0, bytes: "02ee" }]);
      assert.deepEqual(bench.send(0, "0300"), [{ port: 0, bytes: "03ee" }]);
    });
  });
}

function hexText(value: number): string {
  return `0x${value.toString(16).padStart(2, "0")}`;
}
