import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultSimulation, runSeed, SwitchStock, variedSimulation } from "../../../src/sim/index.js";
import { torSource, torStock } from "./artifact.js";
import { restless } from "./canary.js";
import { describeRun, smallRun } from "./small-run.js";

test("a seed replays to the same bytes, and another seed to others", () => {
  const first = runSeed(smallRun(7, { keepLines: true }));
  const second = runSeed(smallRun(7, { keepLines: true }));
  assert.ok(first.lines.length > 1000);
  assert.deepEqual(second.lines, first.lines);
  assert.equal(second.digest, first.digest);
  assert.equal(runSeed(smallRun(7)).digest, first.digest, "also when the lines are not kept");
  assert.notEqual(runSeed(smallRun(8)).digest, first.digest);
});

test("without faults everything works at once", () => {
  const result = runSeed({ ...defaultSimulation, ...{ seed: 1, stock: torStock, faultsMax: 0 } });
  assert.equal(describeRun(result), "");
  assert.equal(result.statistics.framesLost, 0);
  assert.ok(result.statistics.appendsAcknowledged > 50);
  // Clients begin before there is a view: what they ask for then is asked for again.
  const holes = result.statistics.tail - BigInt(result.statistics.appendsAcknowledged);
  assert.ok(holes >= 0n && holes < 10n, `${holes} holes and copies`);
});

test("a seed is the same in switches that other worlds have used before", () => {
  const digest = (stock: SwitchStock) => runSeed(smallRun(7, { stock })).digest;
  const used = new SwitchStock(torSource);
  for (const seed of [8, 9]) runSeed(smallRun(seed, { stock: used, sizes: smallRun(7).sizes }));
  assert.equal(digest(used), digest(new SwitchStock(torSource)));
});

test("a tail that was asked for before a read began does not put its index out of bounds", () => {
  // Readers of one index share their questions: here one joined another after an append that had put a value there.
  assert.equal(describeRun(runSeed(smallRun(7, restless))), "");
});

test("a trim leaves a log server every fact that was on its way to its disk", () => {
  // A view was installed while the facts were being copied: its record was freed with the oldest ones.
  assert.equal(describeRun(runSeed({ ...variedSimulation(120), seed: 120, stock: torStock })), "");
});
