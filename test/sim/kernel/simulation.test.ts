import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Simulation } from "../../../src/sim/index.js";

test("events happen in the order of their time, then of their scheduling", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }), (delays) => {
      const simulation = new Simulation();
      const happened: { delayUs: number; number: number; atUs: number }[] = [];
      for (const [number, delayUs] of delays.entries()) {
        simulation.schedule(delayUs, () => happened.push({ delayUs, number, atUs: simulation.nowUs() }));
      }
      simulation.runUntil(100);
      const expected = delays
        .map((delayUs, number) => ({ delayUs, number, atUs: delayUs }))
        .sort((left, right) => left.delayUs - right.delayUs || left.number - right.number);
      assert.deepEqual(happened, expected);
      assert.equal(simulation.nowUs(), 100);
    }),
  );
});

test("a cancelled event does not happen, and cancelling late does nothing", () => {
  const simulation = new Simulation();
  const happened: string[] = [];
  const cancelFirst = simulation.schedule(5, () => happened.push("first"));
  const cancelSecond = simulation.schedule(6, () => happened.push("second"));
  cancelFirst();
  simulation.runUntil(10);
  cancelSecond();
  assert.deepEqual(happened, ["second"]);
  assert.equal(simulation.eventsRun, 1);
});

test("an event may schedule further ones, also for the same moment", () => {
  const simulation = new Simulation();
  const happened: string[] = [];
  simulation.schedule(1, () => {
    happened.push("outer");
    simulation.schedule(0, () => happened.push("inner"));
  });
  simulation.schedule(1, () => happened.push("beside"));
  simulation.runUntil(1);
  assert.deepEqual(happened, ["outer", "beside", "inner"]);
});

test("a run stops where it is told to, and goes on from there", () => {
  const simulation = new Simulation();
  let count = 0;
  for (const delayUs of [1, 2, 3]) simulation.schedule(delayUs, () => (count += 1));
  assert.equal(
    simulation.runUntil(10, () => count === 2),
    true,
  );
  assert.equal(simulation.nowUs(), 2);
  assert.equal(simulation.runUntil(10), false);
  assert.equal(count, 3);
});
