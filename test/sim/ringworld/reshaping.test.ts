import assert from "node:assert/strict";
import { test } from "node:test";
import {
  defaultSimulation,
  freshStart,
  type ReshapingKind,
  reshapingKinds,
  runSeed,
  type SimulationOptions,
} from "../../../src/sim/index.js";
import { describeRun, smallRun } from "./small-run.js";

/** A world in which clients append all the time, and nothing goes wrong by itself. */
function busy(kind: ReshapingKind, changes: Partial<SimulationOptions> = {}): SimulationOptions {
  const seed = 1 + reshapingKinds.indexOf(kind);
  return smallRun(seed, {
    fabric: defaultSimulation.fabric,
    sizes: defaultSimulation.sizes,
    client: defaultSimulation.client,
    disk: defaultSimulation.disk,
    workload: { ...defaultSimulation.workload, appends: 1, reads: 0, tails: 0, thinkUs: 300 },
    start: freshStart,
    faultsMax: 0,
    safetyUs: 60_000,
    reshaping: { kind, fromUs: 20_000 },
    ...changes,
  });
}

/** From the last append that ended before a view was made to the first that ended in it, for every view but the first. */
function pausesOf(lines: readonly string[]): readonly number[] {
  const times = (pattern: RegExp) => lines.filter((line) => pattern.test(line)).map(Number.parseFloat);
  const ended = times(/append .* ⇒ index/);
  const views = new Map<string, number[]>();
  for (const line of lines) {
    const [, at = "", view = ""] =
      /^([\d.]+) controller: (?:prepare|activate) \S+ (?:for|in) view (\d+)/.exec(line) ?? [];
    if (view !== "") views.set(view, [...(views.get(view) ?? []), Number(at)]);
  }
  return [...views.values()].slice(1).flatMap((moments) => {
    const before = ended.findLast((at) => at <= Math.min(...moments));
    const after = ended.find((at) => at >= Math.max(...moments));
    return before === undefined || after === undefined ? [] : [after - before];
  });
}

for (const kind of reshapingKinds) {
  test(`the fabric changes while clients append, and appends pause as for any view: ${kind}`, (context) => {
    const result = runSeed(busy(kind, { keepLines: true }));
    assert.equal(describeRun(result), "");
    const pauses = pausesOf(result.lines);
    // The first new view only takes in the file; another one moves the log.
    assert.ok(pauses.length >= 2);
    assert.ok(
      Math.max(...pauses) < 2 * (pauses[0] ?? 0),
      "a view that moves the log takes no longer than another",
    );
    context.diagnostic(`pauses of ${pauses.map((each) => `${(each / 1000).toFixed(1)} ms`).join(", ")}`);
  });
}

test("what a log server answers to an attempt that failed is not taken for an answer to the next", () => {
  // One that was cut off counted as sealed, since another one's late answer bore the number of its question.
  const run = smallRun(5, {
    start: freshStart,
    faultsMax: 20,
    safetyUs: 45_000,
    workload: { ...defaultSimulation.workload, thinkUs: 800 },
    reshaping: { kind: "moveAround", fromUs: 15_000 },
  });
  assert.equal(describeRun(runSeed(run)), "");
});
