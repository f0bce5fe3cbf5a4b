import { CodedError } from "../../base/index.js";
import {
  type CampaignOptions,
  type CampaignRun,
  describeFault,
  type RunResult,
  SwitchStock,
  shrinkRun,
  simulate,
  torArtifacts,
} from "../../sim/index.js";
import { loadArtifacts } from "../fabric/artifacts.js";
import { printJson, progressBar, say } from "../output.js";
import { SimulationJournal, type Totals } from "./simulation-journal.js";

export interface SimulateOptions {
  readonly seed: number;
  readonly racks?: number;
  /** Simulated minutes. Default 0.1, or without end when `worlds` is given. */
  readonly minutes?: number;
  readonly worlds?: number;
  /** A file that says how far the campaign is. */
  readonly journal?: string;
  readonly json?: boolean;
}

const microsecondsPerMinute = 60e6;
const minutesByDefault = 0.1;

/**
 * Runs world after world in simulated time, from a seed, until so many minutes or worlds are simulated or a rule is
 * broken. With a journal it goes on where the journal ends, and a world that breaks a rule is written down there.
 *
 * @throws CodedError `SIMULATION-VIOLATION` with the seed, after printing what led to it
 */
export function simulateCampaign(options: SimulateOptions): void {
  const journal = options.journal === undefined ? undefined : new SimulationJournal(options.journal);
  const { nextSeed = options.seed, ...before } = journal?.last() ?? {};
  const none = { worlds: 0, simulatedUs: 0, appends: 0, hops: 0, framesLost: 0, violations: 0 };
  const totals: Totals = { ...none, ...before };
  const campaign = campaignOf(options, nextSeed, totals);
  const bar = progressOf(options, campaign);
  try {
    for (const run of simulate(campaign)) {
      add(totals, run.result);
      bar.update(options.worlds === undefined ? Math.round(totals.simulatedUs / 1e6) : totals.worlds);
      if (run.result.violations.length > 0 && journal === undefined) fail(run);
      journal?.violated(run.result.seed, run.result.violations);
      journal?.done(run.result.seed + 1, totals);
    }
  } finally {
    bar.stop();
  }
  journal?.write(options.seed + totals.worlds, totals);
  report(totals, options);
}

/** What is left of a campaign. */
function campaignOf(options: SimulateOptions, nextSeed: number, done: Totals): CampaignOptions {
  const {
    worlds,
    racks,
    minutes = worlds === undefined ? minutesByDefault : Number.POSITIVE_INFINITY,
  } = options;
  return {
    seed: nextSeed,
    simulatedUs: minutes * microsecondsPerMinute - done.simulatedUs,
    worlds: (worlds ?? Number.POSITIVE_INFINITY) - done.worlds,
    stock: new SwitchStock(torArtifacts(loadArtifacts("tor"))),
    ...(racks !== undefined && { racks }),
  };
}

function progressOf({ worlds }: SimulateOptions, { simulatedUs }: CampaignOptions) {
  return worlds === undefined
    ? progressBar("simulated seconds", Math.round(simulatedUs / 1e6))
    : progressBar("worlds", worlds);
}

function add(totals: Totals, { statistics, violations }: RunResult): void {
  totals.worlds += 1;
  totals.simulatedUs += statistics.simulatedUs;
  totals.appends += statistics.appendsAcknowledged;
  totals.hops += statistics.tokenHops;
  totals.framesLost += statistics.framesLost;
  if (violations.length > 0) totals.violations += 1;
}

function report(totals: Totals, options: SimulateOptions): void {
  const { worlds, appends, hops, framesLost, violations } = totals;
  if (violations > 0) {
    throw new CodedError({
      code: "SIMULATION-VIOLATION",
      message: `${violations} of ${worlds} worlds broke a rule`,
      help: `The seeds stand in ${options.journal}; \`ringworld simulate --seed N\` repeats one.`,
    });
  }
  if (options.json) {
    printJson(totals);
    return;
  }
  const seconds = (totals.simulatedUs / 1e6).toFixed(1);
  process.stdout.write(
    `${worlds} worlds from seed ${options.seed}, ${seconds} simulated seconds, ${appends} acknowledged appends, ` +
      `${hops} token hops, ${framesLost} frames lost: every rule held\n`,
  );
}

/** Shows the shortest run that still breaks the rule. */
function fail({ options, result }: CampaignRun): never {
  say(`seed ${result.seed} breaks a rule; looking for the fewest faults that do it`);
  const shrunk = shrinkRun(options, result);
  for (const line of shrunk.lines) process.stdout.write(`${line}\n`);
  const faults = shrunk.faults.map(describeFault).join("; ") || "none";
  const [violation] = shrunk.violations.length > 0 ? shrunk.violations : result.violations;
  throw new CodedError({
    code: "SIMULATION-VIOLATION",
    message: `seed ${result.seed}: ${violation?.rule} at ${violation?.atUs} µs: ${violation?.detail}`,
    help: `Repeat it with \`ringworld simulate --seed ${result.seed}\`. Faults needed: ${faults}.`,
  });
}
