import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { recycle } from "../../src/base/index.js";
import { compiled, interpreter, runCommands } from "../../src/switch/index.js";
import { TestBench } from "./support/bench.js";
import { assign, bmv2, calls, expression, field, hex, primitive } from "./support/bmv2.js";
import { HEADERS, ingressAction, KEEP, showing, standard, toPort } from "./support/mini.js";

for (const [name, engine] of [
  ["compiled", compiled],
  ["interpreted", interpreter],
] as const) {
  describe(`copies and loops, ${name}`, () => {
    it("multicasts with replication ids, each copy through egress by itself", () => {
      const actions = [ingressAction(assign(standard("mcast_grp"), hex(7))), showing(standard("egress_rid"))];
      const bench = new TestBench(bmv2({ headers: HEADERS, actions, ingress: calls(0), egress: calls(1) }), {
        engine,
      });
      bench.target.running.state.replication.groups.set(7, [
        { port: 2, instance: 11 },
        { port: 4, instance: 12 },
        { port: 2, instance: 13 },
      ]);
      assert.deepEqual(bench.send(1, "0000ff"), [
        { port: 2, bytes: "050bff" },
        { port: 4, bytes: "050cff" },
        { port: 2, bytes: "050dff" },
      ]);
    });

    it("drops a multicast to a group that nobody made", () => {
      const actions = [ingressAction(assign(standard("mcast_grp"), hex(9)))];
      const bench = new TestBench(bmv2({ headers: HEADERS, actions, ingress: calls(0) }), { engine });
      assert.deepEqual(bench.send(1, "0000"), []);
      assert.equal(bench.drops[0]?.reason, "noReplicas");
    });

    it("clones the packet as it came in, with the fields of the list and no others", () => {
      const actions = [
        ingressAction(
          assign(field("h", "value"), hex(0x99)),
          assign(field("m", "kept"), hex(0x55)),
          assign(field("m", "lost"), hex(0x66)),
          primitive("clone_ingress_pkt_to_egress", hex(3), hex(1)),
          toPort(1),
        ),
        {
          name: "show",
          primitives: [assign(field("h", "kind"), expression("+", field("m", "kept"), field("m", "lost")))],
        },
      ];
      const program = bmv2({ headers: HEADERS, actions, ingress: calls(0), egress: calls(1), top: KEEP });
      const bench = new TestBench(program, { engine });
      const session = { replicas: [{ port: 6, instance: 0 }], classOfService: 0, packetLengthBytes: 3 };
      bench.target.running.state.replication.sessions.set(3, session);
      assert.deepEqual(bench.send(2, "0102aabb"), [
        { port: 6, bytes: "5502aa" },
        { port: 1, bytes: "bb99aabb" },
      ]);
      assert.equal(bench.target.statistics.cloned, 1);
    });

    it("clones to whoever is in the multicast group of the session, with replication ids", () => {
      const actions = [
        ingressAction(primitive("clone_ingress_pkt_to_egress", hex(3), hex(0)), toPort(1)),
        showing(standard("egress_rid")),
      ];
      const bench = new TestBench(bmv2({ headers: HEADERS, actions, ingress: calls(0), egress: calls(1) }), {
        engine,
      });
      const nodes = "mc_node_create 11 2\nmc_node_create 12 4\nmc_node_associate 7 0\nmc_node_associate 7 1";
      runCommands(bench.target, `mirroring_add_mc 3 7\nmc_mgrp_create 7\n${nodes}`);
      assert.deepEqual(bench.send(1, "0000ff"), [
        { port: 2, bytes: "010bff" },
        { port: 4, bytes: "010cff" },
        { port: 1, bytes: "0000ff" },
      ]);
      assert.throws(() => runCommands(bench.target, "mirroring_add_mc 3"), { code: "SWITCH-COMMAND" });
      assert.throws(() => runCommands(bench.target, "mirroring_add 32768 1"), { code: "SWITCH-COMMAND" });
    });

    it("lets a clone wait in the class of its session, in front of lower classes", () => {
      const actions = [
        ingressAction(primitive("clone_ingress_pkt_to_egress", hex(3), hex(0)), toPort(1)),
        showing(standard("priority")),
      ];
      const bench = new TestBench(bmv2({ headers: HEADERS, actions, ingress: calls(0), egress: calls(1) }), {
        engine,
      });
      bench.target.setLink(1, { rateBps: 8_000_000 });
      const session = { replicas: [{ port: 1, instance: 0 }], classOfService: 5, packetLengthBytes: 0 };
      bench.target.running.state.replication.sessions.set(3, session);
      for (const mark of ["aa", "bb"]) bench.send(2, `0000${mark}`);
      bench.wait(100);
      const classes = bench.target.counters().links[1]?.queues;
      assert.deepEqual(
        classes?.map(({ packets }) => packets),
        [2, 0, 0, 0, 0, 2, 0, 0],
      );
      assert.deepEqual(
        bench.sent.map(({ bytes }) => bytes.slice(-2)),
        ["aa", "bb", "aa", "bb"],
      );
    });

    it("clones the packet as it leaves, and stops a program that clones its clones", () => {
      const actions = [
        ingressAction(toPort(1)),
        {
          name: "out",
          primitives: [
            assign(field("h", "value"), expression("+", field("h", "value"), hex(1))),
            primitive("clone_egress_pkt_to_egress", hex(3), hex(0)),
          ],
        },
      ];
      const bench = new TestBench(bmv2({ headers: HEADERS, actions, ingress: calls(0), egress: calls(1) }), {
        engine,
      });
      const session = { replicas: [{ port: 6, instance: 0 }], classOfService: 0, packetLengthBytes: 0 };
      bench.target.running.state.replication.sessions.set(3, session);
      const sent = bench.send(2, "0100");
      assert.deepEqual(sent.slice(0, 3), [
        { port: 1, bytes: "0101" },
        { port: 6, bytes: "0102" },
        { port: 6, bytes: "0103" },
      ]);
      assert.equal(sent.length, 9);
      assert.equal(bench.drops[0]?.reason, "loop");
    });

    it("resubmits the packet as it came, with what the list keeps", () => {
      const actions = [
        ingressAction(
          primitive(
            "_jump_if_zero",
            expression("b2d", null, expression("==", standard("instance_type"), hex(0))),
            hex(4),
          ),
          assign(field("m", "kept"), hex(0x77)),
          assign(field("h", "value"), hex(0x11)),
          primitive("resubmit", hex(1)),
          toPort(2),
        ),
        showing(field("m", "kept")),
      ];
      const program = bmv2({ headers: HEADERS, actions, ingress: calls(0), egress: calls(1), top: KEEP });
      const bench = new TestBench(program, { engine });
      assert.deepEqual(bench.send(5, "0102cc"), [{ port: 2, bytes: "0077cc" }]);
      assert.equal(bench.target.statistics.resubmitted, 1);
    });

    it("recirculates twice at once, then waits, and drops what loops for ever", () => {
      const actions = [
        ingressAction(toPort(2)),
        {
          name: "again",
          primitives: [
            assign(field("h", "value"), expression("+", field("h", "value"), hex(1))),
            primitive(
              "register_write",
              { type: "register_array", value: "seen" },
              hex(0),
              field("h", "value"),
            ),
            primitive("recirculate", hex(1)),
          ],
        },
      ];
      const top = { ...KEEP, register_arrays: [{ name: "seen", id: 0, size: 1, bitwidth: 8 }] };
      const program = bmv2({ headers: HEADERS, actions, ingress: calls(0), egress: calls(1), top });
      const bench = new TestBench(program, { engine, recirculationDelayUs: 100, maxLoops: 5 });
      bench.send(1, "0000");
      assert.equal(bench.register("seen"), 3n, "the first way and two loops at once");
      bench.wait(99);
      assert.equal(bench.register("seen"), 3n);
      bench.wait(1);
      assert.equal(bench.register("seen"), 4n);
      bench.wait(1000);
      assert.equal(bench.register("seen"), 6n, "five loops in all");
      assert.deepEqual(bench.drops, [
        {
          reason: "loop",
          ingressPort: 1,
          lastAction: "again",
          loops: 6,
          round: [
            "again recirculate, loop 5",
            "parse start, then accept",
            "act   in()",
            "act   again()",
            "write seen[0] = 0x6",
            "again recirculate, loop 6",
          ],
        },
      ]);
      assert.equal(bench.target.statistics.drops.get("loop"), 1);
    });

    it("keeps the bytes of long packets that loop, while the memory of others is used again", () => {
      const loop = [
        assign(field("h", "value"), expression("+", field("h", "value"), hex(1))),
        primitive(
          "_jump_if_zero",
          expression("b2d", null, expression("<", field("h", "value"), hex(6))),
          hex(3),
        ),
        primitive("recirculate", hex(1)),
      ];
      const actions = [ingressAction(toPort(2)), { name: "again", primitives: loop }];
      const program = bmv2({ headers: HEADERS, actions, ingress: calls(0), egress: calls(1), top: KEEP });
      const bench = new TestBench(program, { engine, recirculationDelayUs: 100 });
      const marks: number[] = [];
      bench.target.attach(2, {
        send(frame) {
          assert.equal(frame.length, 20_000);
          assert.ok(frame.subarray(2).every((byte) => byte === frame[2]));
          marks.push(frame[2] ?? 0);
          recycle(frame);
        },
      });
      for (let mark = 1; mark <= 40; mark += 1) {
        bench.target.receive(1, new Uint8Array(20_000).fill(mark).fill(0, 0, 2));
        if (mark % 3 === 0) bench.wait(130);
      }
      bench.wait(10_000);
      assert.deepEqual(
        marks,
        Array.from({ length: 40 }, (_, at) => at + 1),
      );
    });

    it("lets no more packets loop than allowed", () => {
      const actions = [
        ingressAction(toPort(2)),
        { name: "again", primitives: [primitive("recirculate", hex(1))] },
      ];
      const program = bmv2({ headers: HEADERS, actions, ingress: calls(0), egress: calls(1), top: KEEP });
      const bench = new TestBench(program, { engine, maxLoopingPackets: 3 });
      for (let count = 0; count < 5; count++) bench.send(1, "0000");
      assert.deepEqual(
        bench.drops.map(({ reason }) => reason),
        ["queueFull", "queueFull"],
      );
    });

    it("ends what loops when it is stopped", () => {
      const actions = [
        ingressAction(toPort(2)),
        { name: "again", primitives: [primitive("recirculate", hex(1))] },
      ];
      const program = bmv2({ headers: HEADERS, actions, ingress: calls(0), egress: calls(1), top: KEEP });
      const bench = new TestBench(program, { engine });
      for (let count = 0; count < 3; count++) bench.send(1, "0000");
      assert.equal(bench.time.scheduled, 3);
      bench.target.stop();
      bench.wait(100);
      assert.equal(bench.time.scheduled, 0);
      assert.equal(bench.target.counters().drops.noProgram, 3);
    });
  });
}
