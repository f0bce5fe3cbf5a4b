import assert from "node:assert/strict";
import { test } from "node:test";
import { Cable, type LinkConditions, rackLink, randomStreams, Simulation } from "../../../src/sim/index.js";

interface Arrival {
  readonly byte: number;
  readonly atUs: number;
}

/** Sends `count` one-byte-numbered frames, one each microsecond, from left to right. */
function sendAll(
  conditions: Partial<LinkConditions>,
  count: number,
  byteLength = 125,
  prepare: (cable: Cable, simulation: Simulation) => void = () => {},
): { arrivals: Arrival[]; cable: Cable } {
  const simulation = new Simulation();
  const cable = new Cable(simulation, randomStreams(7), "a-b", { ...rackLink, ...conditions });
  const arrivals: Arrival[] = [];
  cable.right.onFrame((frame) => arrivals.push({ byte: frame[0] ?? -1, atUs: simulation.nowUs() }));
  prepare(cable, simulation);
  for (let number = 0; number < count; number += 1) {
    simulation.schedule(number, () => cable.left.send(new Uint8Array(byteLength).fill(number)));
  }
  simulation.runUntil(1e6);
  return { arrivals, cable };
}

const bytesOf = (arrivals: readonly Arrival[]) => arrivals.map(({ byte }) => byte);
const ascending = (count: number) => [...Array(count).keys()];

test("a good cable delivers everything in order, after its delay and the time on the wire", () => {
  const { arrivals } = sendAll({ delayUs: 5, rateBps: 1e9 }, 100);
  assert.deepEqual(bytesOf(arrivals), ascending(100));
  assert.deepEqual(
    arrivals.map(({ atUs }) => atUs),
    ascending(100).map((number) => number + 1 + 5),
    "125 bytes take 1 us at 1 Gbit/s",
  );
});

test("what is sent faster than the wire takes it waits, and is dropped when the queue is full", () => {
  const patient = sendAll({ delayUs: 0, rateBps: 1e8, queueBytesMax: 1e6 }, 20);
  assert.equal(patient.arrivals.length, 20);
  assert.equal(patient.arrivals.at(-1)?.atUs, 200, "20 frames of 10 us each");
  const full = sendAll({ delayUs: 0, rateBps: 1e8, queueBytesMax: 500 }, 20);
  assert.ok(full.arrivals.length < 10, `${full.arrivals.length} arrived`);
  assert.equal(full.cable.channels[0].counts.lost, 20 - full.arrivals.length);
});

test("jitter changes when frames arrive, never their order", () => {
  const { arrivals } = sendAll({ jitterUs: 50 }, 200);
  assert.deepEqual(bytesOf(arrivals), ascending(200));
  assert.ok(new Set(arrivals.map(({ byte, atUs }) => atUs - byte)).size > 5);
});

test("loss, duplication and reordering happen about as often as they are asked for", () => {
  const lossy = sendAll({ loss: 0.3 }, 250);
  assert.ok(Math.abs(lossy.arrivals.length - 175) < 30, `${lossy.arrivals.length} of 250 arrived`);
  const doubled = sendAll({ duplication: 0.3, lagUs: 20 }, 250);
  assert.ok(Math.abs(doubled.arrivals.length - 325) < 30, `${doubled.arrivals.length} arrived`);
  const shuffled = sendAll({ reordering: 0.3, lagUs: 20 }, 250);
  assert.equal(shuffled.arrivals.length, 250);
  const late = shuffled.arrivals.filter(({ byte }, at, all) => at > 0 && byte < (all[at - 1]?.byte ?? 0));
  assert.ok(late.length > 30, `${late.length} frames were overtaken`);
});

test("a cut cable delivers nothing, and a healed one again everything", () => {
  const { arrivals } = sendAll({ delayUs: 0 }, 30, 1, (cable, simulation) => {
    simulation.schedule(9.5, () => cable.setCut(true));
    simulation.schedule(19.5, () => cable.setCut(false));
  });
  assert.deepEqual(bytesOf(arrivals), [...ascending(10), ...ascending(10).map((number) => number + 20)]);
});

test("a disturbance does not change what chance has for the frames after it", () => {
  const rest = (disturbed: boolean) =>
    bytesOf(
      sendAll({ loss: 0.5 }, 200, 1, (cable, simulation) => {
        if (!disturbed) return;
        simulation.schedule(10.5, () => cable.disturb({ loss: 1 }));
        simulation.schedule(50.5, () => cable.disturb());
      }).arrivals,
    ).filter((byte) => byte > 50);
  assert.deepEqual(rest(true), rest(false));
});

test("a frame that its sender changes later arrives as it was sent", () => {
  const simulation = new Simulation();
  const cable = new Cable(simulation, randomStreams(1), "a-b", rackLink);
  const got: number[] = [];
  const tapped: [number, boolean][] = [];
  cable.left.onFrame((frame) => got.push(frame[0] ?? -1));
  cable.onSend((frame, toRight) => tapped.push([frame[0] ?? -1, toRight]));
  const frame = Uint8Array.of(1);
  cable.right.send(frame);
  frame[0] = 2;
  simulation.runUntil(100);
  assert.deepEqual(got, [1]);
  assert.deepEqual(tapped, [[1, false]]);
});
