import { type RunResult, runSeed, type SimulationOptions, variedSimulation } from "../../../src/sim/index.js";
import { torStock } from "./artifact.js";

/**
 * Options for runs that take a fraction of a second each: a small world of its own for every seed, whose fabric stays
 * as it is.
 */
export function smallRun(seed: number, changes: Partial<SimulationOptions> = {}): SimulationOptions {
  const { reshaping: _, ...varied } = variedSimulation(seed);
  const safetyUs = Math.min(varied.safetyUs, 30_000);
  return { ...varied, safetyUs, stock: torStock, seed, ...changes };
}

/** What went wrong in a run, in a few lines; empty when nothing did. */
export function describeRun({ seed, violations }: RunResult): string {
  return violations
    .map(({ rule, atUs, detail }) => `seed ${seed} at ${Math.round(atUs)} us: ${rule}: ${detail}`)
    .join("\n");
}

/** Runs one seed after the other until one fails. */
export function firstFailure(
  seeds: number,
  changes: () => Partial<SimulationOptions>,
): { readonly options: SimulationOptions; readonly result: RunResult } | undefined {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const options = smallRun(seed, changes());
    const result = runSeed(options);
    if (result.violations.length > 0) return { options, result };
  }
  return undefined;
}
