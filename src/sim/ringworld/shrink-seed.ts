import type { Fault } from "../faults/fault.js";
import { shrinkFaults } from "../faults/shrink.js";
import type { SimulationOptions } from "./options.js";
import type { RunResult } from "./result.js";
import { runSeed } from "./run.js";

/**
 * Takes faults away from a failing run for as long as it still breaks the same rule, and runs what is left with its
 * transcript kept.
 */
export function shrinkRun(options: SimulationOptions, failed: RunResult): RunResult {
  const rule = failed.violations[0]?.rule;
  const fails = (faults: readonly Fault[]) =>
    runSeed({ ...options, faults, keepLines: false }).violations.some((violation) => violation.rule === rule);
  const faults = shrinkFaults(failed.faults, fails);
  return runSeed({ ...options, faults, keepLines: true });
}
