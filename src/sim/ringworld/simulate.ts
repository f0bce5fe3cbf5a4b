import type { SimulationOptions } from "./options.js";
import type { RunResult } from "./result.js";
import { runSeed } from "./run.js";
import type { SwitchStock } from "./switch-stock.js";
import { variedSimulation } from "./varied.js";

/** A campaign: one small world after the other. */
export interface CampaignOptions {
  /** The seed of the first world; the next one has the next number. */
  readonly seed: number;
  /** Racks of every world, at least 2; without it, each seed chooses. */
  readonly racks?: number;
  /** The campaign ends when so much time has been simulated in all worlds together. */
  readonly simulatedUs: number;
  /** Or after so many worlds. */
  readonly worlds?: number;
  readonly stock: SwitchStock;
}

/** One run of a campaign, with what is needed to repeat and to shrink it. */
export interface CampaignRun {
  readonly options: SimulationOptions;
  readonly result: RunResult;
}

/** The options of one world of a campaign; with them `runSeed` repeats it. */
function campaignWorld(campaign: CampaignOptions, seed: number): SimulationOptions {
  const varied = variedSimulation(seed);
  const { racks = varied.fabric.racks, stock } = campaign;
  return { ...varied, fabric: { ...varied.fabric, racks }, seed, stock };
}

/**
 * Runs world after world. The caller takes the runs one at a time, so that it can show them, and stop when it wants.
 *
 * @example
 * for (const { options, result } of simulate({ seed: 1, simulatedUs: 60e6, stock })) {
 *   if (result.violations.length > 0) return shrinkRun(options, result);
 * }
 */
export function* simulate(campaign: CampaignOptions): Generator<CampaignRun, void> {
  const { worlds = Number.POSITIVE_INFINITY } = campaign;
  let simulatedUs = 0;
  for (
    let { seed } = campaign;
    simulatedUs < campaign.simulatedUs && seed < campaign.seed + worlds;
    seed += 1
  ) {
    const options = campaignWorld(campaign, seed);
    const result = runSeed(options);
    simulatedUs += result.statistics.simulatedUs;
    yield { options, result };
  }
}
