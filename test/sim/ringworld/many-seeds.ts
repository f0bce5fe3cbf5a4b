import assert from "node:assert/strict";
import { test } from "node:test";
import { type RunStatistics, runSeed, variedSimulation } from "../../../src/sim/index.js";
import { describeRun, smallRun } from "./small-run.js";

/** How many seeds each of the files runs that are called `seeds-N`: 4 times 250. `SEEDS` makes it more, or fewer. */
const seedsPerFile = Math.ceil(Number(process.env.SEEDS ?? 1000) / 4);

/** What must have happened in so many worlds, for each of them on average. */
const often: Readonly<
  Record<"framesLost" | "framesDoubled" | "framesOvertaken" | "appendsAcknowledged" | "appendsPacked", number>
> = {
  framesLost: 3,
  framesDoubled: 0.5,
  framesOvertaken: 0.5,
  appendsAcknowledged: 5,
  appendsPacked: 1,
};

/**
 * Runs one quarter of the seeds. Every seed is a world of its own: 2 to 6 racks, both ways to wait for an index, small
 * rings of slots and epochs, counters about to wrap, faults of every kind, and in one of five a fabric that changes.
 */
export function testSeeds(quarter: 0 | 1 | 2 | 3): void {
  const first = 1 + quarter * seedsPerFile;
  const last = first + seedsPerFile - 1;
  test(`seeds ${first} to ${last}: nothing is lost, nothing is changed, everything ends`, {
    timeout: 3_600_000,
  }, () => {
    const totals = {
      framesLost: 0,
      framesDoubled: 0,
      framesOvertaken: 0,
      appendsAcknowledged: 0,
      appendsPacked: 0,
    };
    const kinds = new Set<string>();
    for (let seed = first; seed <= last; seed += 1) {
      const { reshaping } = variedSimulation(seed);
      const result = runSeed(smallRun(seed, reshaping && { reshaping }));
      assert.equal(describeRun(result), "");
      for (const { kind } of result.faults) kinds.add(kind);
      add(totals, result.statistics);
    }
    for (const [what, least] of Object.entries(often)) {
      const total = totals[what as keyof typeof often];
      assert.ok(total > least * seedsPerFile, `${what}: ${total}`);
    }
    assert.equal(kinds.size, 8, "every kind of fault happened");
  });
}

function add(totals: Record<keyof typeof often, number>, statistics: RunStatistics): void {
  for (const what of [
    "framesLost",
    "framesDoubled",
    "framesOvertaken",
    "appendsAcknowledged",
    "appendsPacked",
  ] as const) {
    totals[what] += statistics[what];
  }
}
