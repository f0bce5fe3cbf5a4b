import assert from "node:assert/strict";
import { test } from "node:test";
import { type ControlMessage, planFabric, RingControl } from "../../controller/index.js";
import { outgoing } from "../../src/ringworld/index.js";
import { formatIpv4, indexFields, type RingWorldHeader, ringworldKind } from "../../src/wire/index.js";
import { defaultFabric } from "./checkout.js";

const pollUs = 100_000;
const names = ["s1", "s2", "s3", "s4"];

function control(): RingControl {
  return new RingControl(planFabric(defaultFabric(), 1), pollUs);
}

/** A status reply as a switch of view 1 gives it. */
function reply(lane: number, fields: Partial<RingWorldHeader>): RingWorldHeader {
  return outgoing(0, "statusReply", { view: 1, client: 1n, request: lane, ...fields }).header;
}

/** `s1 setLane count=0 sequence=1 to 10.0.1.254` */
function transcript(messages: readonly ControlMessage[]): string[] {
  const kinds = new Map<number, string>(Object.entries(ringworldKind).map(([name, kind]) => [kind, name]));
  return messages.map(({ switch: name, message: { destination, header } }) => {
    const { kind, count, sequence, view } = header;
    return `${name} ${kinds.get(kind)} view=${view} count=${count} sequence=${sequence} to ${formatIpv4(destination)}`;
  });
}

/** What a switch of view 1 answers to `setLane`. */
function begun(lane: number): RingWorldHeader {
  return reply(lane, { code: 1 });
}

/** Every switch connected, every lane begun, and its cursor told. */
function broughtUp(ring: RingControl, fields: Partial<RingWorldHeader> = {}): RingControl {
  for (const name of names) {
    ring.connected(name);
    for (let lane = 0; lane < 4; lane += 1) {
      ring.step(name, begun(lane));
      ring.step(name, reply(lane, { tag: 1, ...fields }));
    }
  }
  return ring;
}

/** What tells switch s1 where its lanes begin. */
const setLanes = [1, 0, 0, 0].map(
  (cursor, lane) => `s1 setLane view=1 count=${lane} sequence=${cursor} to 10.0.1.254`,
);

test("a switch that has its tables is told where its lanes begin, and asked for each of them", () => {
  assert.deepEqual(transcript(control().connected("s1")), [
    ...setLanes,
    "s1 status view=1 count=0 sequence=0 to 10.0.1.254",
    "s1 status view=1 count=1 sequence=0 to 10.0.1.254",
    "s1 status view=1 count=2 sequence=0 to 10.0.1.254",
    "s1 status view=1 count=3 sequence=0 to 10.0.1.254",
  ]);
});

test("lanes are told again where they begin until the switch says that they have, and then no more", () => {
  const ring = control();
  ring.connected("s1");
  const sent = (nowUs: number) => transcript(ring.tick(nowUs)).filter((line) => line.includes("setLane"));
  assert.deepEqual(sent(pollUs), [], "nothing is known of the switch");
  assert.deepEqual(transcript(ring.step("s1", reply(1, { tag: 0 }))), [
    setLanes[1],
    "s1 status view=1 count=1 sequence=0 to 10.0.1.254",
  ]);
  assert.deepEqual(sent(pollUs), setLanes);
  ring.step("s1", begun(0));
  assert.deepEqual(sent(2 * pollUs), setLanes.slice(1));
  for (const lane of [1, 2, 3]) ring.step("s1", begun(lane));
  assert.deepEqual(sent(3 * pollUs), []);
});

test("what a register holds before its lane has begun is no cursor", () => {
  const ring = control();
  ring.connected("s1");
  ring.step("s1", reply(0, { tag: 700 }));
  assert.equal(ring.committedPosition(0), undefined);
  assert.equal(ring.snapshot().switches[0]?.state, "starting");
});

test("lanes of a switch that has seen a token are left alone", () => {
  const ring = control();
  ring.connected("s1");
  assert.deepEqual(ring.step("s1", reply(0, { tag: 700, sequence: 5 })), []);
});

test("the token is started once every switch is ready, and again only until one has seen it", () => {
  const ring = broughtUp(control());
  const tokens = (nowUs: number) => transcript(ring.tick(nowUs)).filter((line) => line.includes(" token "));
  assert.deepEqual(tokens(pollUs), ["s1 token view=1 count=0 sequence=1 to 10.0.1.254"]);
  assert.deepEqual(tokens(2 * pollUs).length, 1);
  ring.step("s1", reply(0, { tag: 1, sequence: 2 }));
  assert.deepEqual(tokens(3 * pollUs), []);
});

test("no token while one switch is missing", () => {
  const ring = broughtUp(control());
  ring.disconnected("s3", "gone");
  assert.deepEqual(
    transcript(ring.tick(pollUs)).filter((line) => line.includes(" token ")),
    [],
  );
  ring.connected("s3");
  assert.deepEqual(
    transcript(ring.tick(2 * pollUs)).filter((line) => line.includes(" token ")),
    [],
  );
});

test("a controller that finds a ring running starts nothing", () => {
  const ring = broughtUp(control(), { tag: 9, sequence: 4002, epoch: 1000 });
  assert.deepEqual(
    transcript(ring.tick(pollUs)).filter((line) => !line.includes(" status ")),
    [],
  );
  assert.deepEqual([ring.snapshot().serving, ring.snapshot().hops, ring.snapshot().laps], [true, 4001, 1000]);
});

test("answers of another view, of other kinds and of switches that are gone change nothing", () => {
  const ring = control();
  ring.connected("s1");
  const before = ring.snapshot();
  ring.step("s1", reply(0, { view: 2, tag: 5 }));
  ring.step("s1", outgoing(0, "release", { view: 1, tag: 5 }).header);
  ring.step("s4", reply(0, { tag: 5 }));
  assert.deepEqual(ring.snapshot(), before);
});

test("an answer on an earlier connection may be of a switch that has lost everything since", () => {
  const ring = broughtUp(control());
  ring.disconnected("s1", "gone");
  ring.connected("s1");
  ring.step("s1", reply(0, { tag: 5, sequence: 9 }));
  assert.equal(ring.snapshot().switches[0]?.counters, undefined);
  ring.step("s1", reply(0, { client: 2n, tag: 1 }));
  assert.equal(ring.snapshot().switches[0]?.counters?.tokenSequence, 0);
});

test("what the switches told is what the snapshot says", () => {
  const ring = broughtUp(control());
  ring.step(
    "s2",
    reply(2, { tag: 7, sequence: 6, epoch: 2, ticket: 20, count: 17, ...indexFields(2n ** 33n) }),
  );
  const { lastIndex, hops, laps, switches } = ring.snapshot();
  assert.deepEqual([lastIndex, hops, laps], [2n ** 33n, 5, 1]);
  assert.deepEqual(switches[1]?.counters, {
    epoch: 2,
    arrivals: 20,
    released: 17,
    lastIndex: 2n ** 33n,
    tokenSequence: 6,
  });
  assert.equal(switches[1]?.lanes[2]?.commitCursor, 7);
});

test("an answer that was overtaken moves nothing back", () => {
  const ring = broughtUp(control());
  ring.step("s1", reply(0, { tag: 8, sequence: 10, ...indexFields(40n) }));
  ring.step("s1", reply(0, { tag: 3, sequence: 6, ...indexFields(20n) }));
  const [first] = ring.snapshot().switches;
  assert.deepEqual([first?.counters?.lastIndex, first?.lanes[0]?.commitCursor], [40n, 8]);
});

test("committed is what every lane has passed: an empty log, a whole round, a lane behind the others", () => {
  assert.equal(control().snapshot().committedIndex, 0n);
  const empty = control();
  for (const name of names) {
    empty.connected(name);
    for (let lane = 0; lane < 4; lane += 1) {
      empty.step(name, begun(lane));
      empty.step(name, reply(lane, { tag: name === "s1" && lane === 0 ? 1 : 0 }));
    }
  }
  assert.equal(empty.snapshot().committedIndex, 0n);
  // Every lane at q = 1: indices 1 to 15 are committed, 16 is not.
  const ring = broughtUp(control());
  assert.equal(ring.snapshot().committedIndex, 15n);
  // Stripe 0 at q = 3: the next that is missing is 17, of stripe 1.
  ring.step("s1", reply(0, { tag: 3 }));
  assert.equal(ring.snapshot().committedIndex, 16n);
});

test("hops are counted on when the hop number wraps", () => {
  const ring = broughtUp(control(), { sequence: 2 ** 31 - 1 });
  ring.step("s1", reply(0, { tag: 1, sequence: 2 ** 32 - 2 }));
  const before = ring.snapshot().hops;
  ring.step("s1", reply(0, { tag: 1, sequence: 3 }));
  assert.equal(ring.snapshot().hops - before, 5);
});

test("states: nobody there, being set up, ready, gone quiet", () => {
  const ring = control();
  const state = () => ring.snapshot().switches[0]?.state;
  assert.equal(state(), "unreachable");
  ring.connected("s1");
  assert.equal(state(), "starting");
  for (let lane = 0; lane < 4; lane += 1) {
    ring.step("s1", begun(lane));
    ring.step("s1", reply(lane, { tag: 1 }));
  }
  ring.tick(pollUs);
  assert.equal(state(), "ready");
  ring.tick(10 * pollUs);
  assert.equal(state(), "silent");
  ring.step("s1", reply(0, { tag: 1 }));
  assert.equal(state(), "ready");
  ring.disconnected("s1", "gone");
  assert.equal(state(), "unreachable");
});

test("before any lane stands where it begins, everything up to the start of the view is committed, and no less", () => {
  const ring = broughtUp(control(), { tag: 0 });
  assert.equal(ring.snapshot().committedIndex, 0n);
});
