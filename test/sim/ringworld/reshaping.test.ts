import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultSimulation, freshStart, reshapingKinds, runSeed } from "../../../src/sim/index.js";
import { describeRun, smallRun } from "./small-run.js";

for (const [at, kind] of reshapingKinds.entries()) {
  test(`the fabric changes while clients append: ${kind}`, () => {
    const result = runSeed(
      smallRun(at + 1, {
        fabric: { ...defaultSimulation.fabric },
        workload: { ...defaultSimulation.workload, thinkUs: 800 },
        start: freshStart,
        faultsMax: 0,
        safetyUs: 60_000,
        livenessUs: 1_000_000,
        reshaping: { kind, fromUs: 20_000 },
        keepLines: process.env.LINES !== undefined,
      }),
    );
    if (process.env.LINES !== undefined) console.log(result.lines.join("\n"));
    assert.equal(describeRun(result), "");
  });
}
