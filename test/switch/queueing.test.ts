import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { seededRandom } from "../../src/base/index.js";
import { type LinkSettings, Switch } from "../../src/switch/index.js";
import { fromHex, TestBench, toHex } from "./support/bench.js";
import { assign, bmv2, calls, expression, field, hex, primitive } from "./support/bmv2.js";
import { ManualTime } from "./support/manual-time.js";
import { HEADERS, ingressAction, KEEP, standard, toPort } from "./support/mini.js";

/** Everything goes to port 1, in the class that `h.kind` names; egress writes what `show` gives into `h.value`. */
function program(show = standard("deq_qdepth")): string {
  const actions = [
    ingressAction(toPort(1), assign(standard("priority"), field("h", "kind"))),
    { name: "show", primitives: [assign(field("h", "value"), show)] },
  ];
  return bmv2({ headers: HEADERS, actions, ingress: calls(0), egress: calls(1) });
}

interface Arrival {
  readonly atUs: number;
  readonly bytes: string;
}

/** A switch whose port 1 has a link, and all that arrives at its end. */
function linked(settings: LinkSettings, json = program(), time = new ManualTime()) {
  const target = new Switch({ clock: time, timers: time, random: seededRandom(3) });
  const arrivals: Arrival[] = [];
  target.attach(1, { send: (bytes) => arrivals.push({ atUs: time.nowUs(), bytes: toHex(bytes) }) });
  target.setLink(1, settings);
  target.load(json);
  const send = (frame: string) => target.receive(0, fromHex(frame));
  return { target, time, arrivals, send };
}

/** A frame of 125 bytes, 1000 bits, of a class. */
function frame(priority: number, mark = 0): string {
  return `${priority.toString(16).padStart(2, "0")}00${mark.toString(16).padStart(4, "0")}`.padEnd(250, "0");
}

const markOf = ({ bytes }: Arrival): number => Number.parseInt(bytes.slice(4, 8), 16);

describe("links and queues", () => {
  it("send one packet after the other at the bit rate, exactly in simulated time", () => {
    const { arrivals, send, time } = linked({ rateBps: 1_000_000, delayUs: 250, queueDepth: 100 });
    for (let count = 0; count < 50; count++) send(frame(0));
    time.advance(1_000_000);
    assert.deepEqual(
      arrivals.map(({ atUs }) => atUs),
      Array.from({ length: 50 }, (_, index) => (index + 1) * 1000 + 250),
    );
  });

  it("keep the rate though every timer calls late", () => {
    class CoarseTime extends ManualTime {
      override schedule(delayUs: number, callback: () => void): () => void {
        return super.schedule(Math.ceil(delayUs / 1000) * 1000 + 700, callback);
      }
    }
    const { arrivals, send, time } = linked(
      { rateBps: 10_000_000, queueDepth: 2000 },
      program(),
      new CoarseTime(),
    );
    for (let count = 0; count < 2000; count++) send(frame(0));
    time.advance(200_000);
    const seconds = (200_000 - 2_000) / 1e6;
    const [low, high] = [seconds * 10_000, 0.2 * 10_000 * 1.001];
    assert.ok(arrivals.length >= low && arrivals.length <= high, `${arrivals.length} arrived`);
  });

  it("give the bytes of a frame back as soon as no packet waits, and never before", () => {
    const { arrivals, target, time } = linked({ rateBps: 1_000_000, queueDepth: 100 });
    const answers: boolean[] = [];
    for (let mark = 0; mark < 60; mark++) {
      const bytes = fromHex(frame(0, mark));
      const isDone = target.receive(0, bytes);
      if (isDone) bytes.fill(0xee);
      answers.push(isDone);
      if (mark % 3 === 2) time.advance(4000);
    }
    assert.deepEqual(
      arrivals.map(markOf),
      Array.from({ length: 60 }, (_, mark) => mark),
    );
    assert.deepEqual(answers.slice(0, 6), [true, false, false, true, false, false]);
  });

  it("let a higher class overtake, which waits for at most the packet that is being sent", () => {
    const { arrivals, send, time } = linked({ rateBps: 1_000_000 });
    for (let mark = 0; mark < 10; mark++) send(frame(0, mark));
    time.advance(2500);
    send(frame(7, 99));
    send(frame(3, 98));
    time.advance(100_000);
    assert.deepEqual(arrivals.map(markOf), [0, 1, 2, 99, 98, 3, 4, 5, 6, 7, 8, 9]);
    const urgent = arrivals.find((arrival) => markOf(arrival) === 99);
    assert.equal(urgent?.atUs, 4000, "what was left of the packet at hand, and its own time on the wire");
  });

  it("drop at the tail of the class that is full, and count by class", () => {
    const { arrivals, send, target, time } = linked({ rateBps: 1_000_000, queueDepth: 3 });
    for (let mark = 0; mark < 6; mark++) send(frame(2, mark));
    send(frame(5, 42));
    const queues = target.counters().links[1]?.queues;
    assert.deepEqual(queues?.[2], {
      packets: 4,
      bytes: 500,
      droppedPackets: 2,
      droppedBytes: 250,
      depth: 3,
      maxDepth: 3,
    });
    assert.equal(target.statistics.drops.get("tailDrop"), 2);
    time.advance(100_000);
    assert.deepEqual(arrivals.map(markOf), [0, 42, 1, 2, 3]);
    assert.equal(target.counters().links[1]?.queues[2]?.depth, 0);
    assert.equal(target.counters().links[1]?.sentBytes, 5 * 125);
  });

  it("tell the program how deep the queue of its class was, and how long it waited", () => {
    const shown = (name: string): number[] => {
      const { arrivals, send, time } = linked({ rateBps: 1_000_000 }, program(standard(name)));
      for (let count = 0; count < 4; count++) send(frame(1));
      send(frame(0));
      time.advance(100_000);
      return arrivals.map(({ bytes }) => Number.parseInt(bytes.slice(2, 4), 16));
    };
    assert.deepEqual(shown("enq_qdepth"), [0, 0, 1, 2, 0]);
    assert.deepEqual(shown("deq_qdepth"), [0, 2, 1, 0, 0]);
    assert.deepEqual(
      shown("deq_timedelta"),
      [0, 1000, 2000, 3000, 4000].map((us) => us & 0xff),
    );
  });

  it("lose what they are told to lose, the same with the same seed", () => {
    const run = () => {
      const { arrivals, send, target, time } = linked({ loss: 0.25, delayUs: 10 });
      for (let mark = 0; mark < 2000; mark++) send(frame(0, mark));
      time.advance(1000);
      assert.equal(arrivals.length + (target.counters().links[1]?.lostPackets ?? 0), 2000);
      return arrivals.map(markOf);
    };
    const first = run();
    assert.deepEqual(run(), first);
    assert.ok(first.length > 1400 && first.length < 1600, `${first.length} of 2000 arrived`);
  });

  it("give no time to packets that end in egress or recirculate", () => {
    const toDrop = expression("==", field("h", "kind"), hex(1));
    const again = expression("==", field("h", "kind"), hex(2));
    const actions = [
      ingressAction(toPort(1)),
      {
        name: "end",
        primitives: [
          primitive("_jump_if_zero", expression("b2d", null, toDrop), hex(2)),
          primitive("mark_to_drop", { type: "header", value: "standard_metadata" }),
          primitive("_jump_if_zero", expression("b2d", null, again), hex(5)),
          assign(field("h", "kind"), hex(0)),
          primitive("recirculate", hex(1)),
        ],
      },
    ];
    const json = bmv2({ headers: HEADERS, actions, ingress: calls(0), egress: calls(1), top: KEEP });
    const { arrivals, send, time } = linked({ rateBps: 1_000_000 }, json);
    for (const [mark, kind] of [1, 1, 2, 1, 0].entries()) send(frame(kind, mark));
    time.advance(100_000);
    assert.deepEqual(
      arrivals.map((arrival) => [markOf(arrival), arrival.atUs]),
      [
        [4, 2000],
        [2, 1000],
      ].toSorted(([, left = 0], [, right = 0]) => left - right),
    );
  });

  it("let go of what waits when another program is loaded or the cable is taken away", () => {
    const { arrivals, send, target, time } = linked({ rateBps: 1_000_000 });
    for (let mark = 0; mark < 4; mark++) send(frame(0, mark));
    target.load(program());
    send(frame(0, 9));
    time.advance(100_000);
    assert.deepEqual(arrivals.map(markOf), [0, 9]);
    assert.equal(target.statistics.drops.get("noProgram"), 3);
    for (let mark = 0; mark < 4; mark++) send(frame(0, mark));
    target.setLink(1, undefined);
    assert.equal(target.statistics.drops.get("noPort"), 3);
    send(frame(0, 8));
    assert.equal(arrivals.map(markOf).includes(8), true, "at once again");
  });

  it("take new settings while packets wait", () => {
    const { arrivals, send, target, time } = linked({ rateBps: 1_000_000 });
    for (let mark = 0; mark < 3; mark++) send(frame(0, mark));
    target.setLink(1, { rateBps: 10_000_000 });
    time.advance(100_000);
    assert.deepEqual(
      arrivals.map(({ atUs }) => atUs),
      [1000, 1100, 1200],
    );
  });

  it("refuse what no cable has", () => {
    const bench = new TestBench(program());
    for (const settings of [
      { rateBps: 0 },
      { rateBps: Number.NaN },
      { delayUs: -1 },
      { loss: 1.5 },
      { queueDepth: 0 },
      { queueDepth: 1.5 },
    ]) {
      assert.throws(() => bench.target.setLink(1, settings), { code: "SWITCH-LINK" });
    }
  });
});
