import assert from "node:assert/strict";
import { test } from "node:test";
import { disasterOptions, runDisaster } from "./world/disaster.js";
import type { Tampering } from "./world/machines.js";
import { holdTimestamps, holdWithoutLocals, surveyWithoutFirst } from "./world/planted-bugs.js";

/** SEEDS asks for more or fewer. */
const seeds = Math.ceil(Number(process.env.SEEDS ?? 1000) / 10);
const seedsMax = 30;

test(`${seeds} sites die for good: what is lost is listed exactly, the rest is there, all is linearizable`, async (context) => {
  let [withLosses, lost, underWay, readable] = [0, 0, 0, 0];
  for (let seed = 1; seed <= seeds; seed += 1) {
    const result = await runDisaster(disasterOptions(seed));
    assert.equal(result.violation, "", `seed ${seed}: ${result.violation}`);
    lost += result.lost.length;
    withLosses += Math.sign(result.lost.length);
    underWay += result.underWay;
    readable += result.readable;
  }
  context.diagnostic(
    `${lost} keys lost in ${withLosses} of ${seeds} disasters; ${underWay} values were under way; ${readable} reads succeeded`,
  );
  assert.ok(seeds < 50 || withLosses > 0.1 * seeds, "many disasters cost something");
  assert.ok(seeds < 50 || underWay > 0, "some values are only on their way");
});

const bugs: readonly (readonly [string, Tampering])[] = [
  ["a replica takes a timestamp for a value that it holds", { step: holdTimestamps }],
  ["a replica forgets what it has still to pass on", { step: holdWithoutLocals() }],
  ["a replica leaves an object out of its survey", { step: surveyWithoutFirst }],
];
for (const [name, tampering] of bugs) {
  test(`lost-keys is caught when ${name}`, async (context) => {
    for (let seed = 1; seed <= seedsMax; seed += 1) {
      const { violation } = await runDisaster(disasterOptions(seed, { tampering }));
      if (violation === "") continue;
      context.diagnostic(`seed ${seed}: ${violation}`);
      assert.match(violation, /^lost-keys says/);
      return;
    }
    assert.fail(`none of ${seedsMax} seeds notices`);
  });
}
