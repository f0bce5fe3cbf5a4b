import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultSimulation, type Rule, runSeed, type SimulationOptions } from "../../../src/sim/index.js";
import { torStock } from "./artifact.js";
import { describeRun, firstFailure } from "./small-run.js";

/** A bug that is planted, and the rules of which one must notice it. */
export interface Canary {
  readonly name: string;
  /** Called for every world: a bug may have a memory. */
  readonly plant: () => Partial<SimulationOptions>;
  readonly rules: readonly Rule[];
}

/** Worlds in which views change while clients are busy. */
export const restless: Partial<SimulationOptions> = {
  faultsMax: 25,
  safetyUs: 40_000,
  workload: { ...defaultSimulation.workload, appends: 6, reads: 3, tails: 2, thinkUs: 800 },
};

/** Small rings of slots, and appends that are faster than disks. */
export const crowded: Partial<SimulationOptions> = {
  sizes: { ...defaultSimulation.sizes, windowBits: 1 },
  workload: {
    ...defaultSimulation.workload,
    workersPerClient: 8,
    appends: 8,
    reads: 2,
    tails: 0,
    thinkUs: 100,
  },
};

/** How many worlds may pass before a planted bug must have been noticed. */
export const seedsMax = 20;

/** One test for each: some world notices the bug, and says nothing without it. */
export function testCanaries(canaries: readonly Canary[]): void {
  for (const { name, plant, rules } of canaries) {
    test(`found: ${name}`, (context) => {
      const failure = firstFailure(seedsMax, () => ({ livenessUs: 400_000, ...plant() }));
      assert.ok(failure, `none of ${seedsMax} seeds notices`);
      const { result, options } = failure;
      context.diagnostic(`seed ${result.seed}: ${describeRun(result).slice(0, 300)}`);
      assert.ok(
        result.violations.some(({ rule }) => rules.includes(rule)),
        describeRun(result),
      );
      const clean = { ...options, stock: torStock, tampering: {}, livenessUs: 2_000_000 };
      assert.equal(describeRun(runSeed(clean)), "", "without the bug the seed is clean");
    });
  }
}
