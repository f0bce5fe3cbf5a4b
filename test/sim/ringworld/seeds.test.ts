import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultSimulation, type RunResult, runSeed } from "../../../src/sim/index.js";
import { torStock } from "./artifact.js";
import { describeRun, smallRun } from "./small-run.js";

/** `SEEDS` makes it a longer run. */
const seeds = Number(process.env.SEEDS ?? 40);

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

test(`${seeds} seeds with faults: nothing is lost, nothing is changed, everything ends`, () => {
  const results: RunResult[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) results.push(runSeed(smallRun(seed)));
  assert.deepEqual(
    results.map(describeRun).filter((text) => text !== ""),
    [],
  );
  const total = (of: (result: RunResult) => number) => results.reduce((sum, result) => sum + of(result), 0);
  assert.ok(total(({ statistics }) => statistics.framesLost) > 5 * seeds, "frames were lost");
  assert.ok(total(({ statistics }) => statistics.framesDoubled) > seeds, "frames were doubled");
  assert.ok(total(({ statistics }) => statistics.framesOvertaken) > seeds, "frames were overtaken");
  assert.ok(
    total(({ statistics }) => statistics.appendsAcknowledged) > 5 * seeds,
    "appends were acknowledged",
  );
  const kinds = new Set(results.flatMap(({ faults }) => faults.map(({ kind }) => kind)));
  assert.equal(kinds.size, 7, "every kind of fault happened");
});
