import {
  defaultSimulation,
  type RunResult,
  runSeed,
  type SimulationOptions,
} from "../../../src/sim/index.js";
import { torArtifact } from "./artifact.js";

/** Options for runs that take a fraction of a second each. */
export function smallRun(seed: number, changes: Partial<SimulationOptions> = {}): SimulationOptions {
  return { ...defaultSimulation, artifact: torArtifact(), seed, safetyUs: 40_000, ...changes };
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
  changes: Partial<SimulationOptions>,
): { readonly options: SimulationOptions; readonly result: RunResult } | undefined {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const options = smallRun(seed, changes);
    const result = runSeed(options);
    if (result.violations.length > 0) return { options, result };
  }
  return undefined;
}
