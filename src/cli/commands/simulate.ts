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

export interface SimulateOptions {
  readonly seed: number;
  readonly racks?: number;
  readonly minutes: number;
  readonly json?: boolean;
}

/** How much happened in a campaign. */
interface Totals {
  worlds: number;
  simulatedUs: number;
  appends: number;
  hops: number;
  framesLost: number;
}

const microsecondsPerMinute = 60e6;

/**
 * Runs world after world in simulated time, from a seed, until so many minutes are simulated or a rule is broken.
 *
 * @throws CodedError `SIMULATION-VIOLATION` with the seed, after printing what led to it
 */
export function simulateCampaign(options: SimulateOptions): void {
  const campaign: CampaignOptions = {
    seed: options.seed,
    simulatedUs: options.minutes * microsecondsPerMinute,
    stock: new SwitchStock(torArtifacts(loadArtifacts("tor"))),
    ...(options.racks !== undefined && { racks: options.racks }),
  };
  const totals: Totals = { worlds: 0, simulatedUs: 0, appends: 0, hops: 0, framesLost: 0 };
  const bar = progressBar("simulated seconds", Math.round(campaign.simulatedUs / 1e6));
  try {
    for (const run of simulate(campaign)) {
      add(totals, run.result);
      bar.update(Math.round(totals.simulatedUs / 1e6));
      if (run.result.violations.length > 0) fail(run);
    }
  } finally {
    bar.stop();
  }
  report(totals, options);
}

function add(totals: Totals, { statistics }: RunResult): void {
  totals.worlds += 1;
  totals.simulatedUs += statistics.simulatedUs;
  totals.appends += statistics.appendsAcknowledged;
  totals.hops += statistics.tokenHops;
  totals.framesLost += statistics.framesLost;
}

function report(totals: Totals, options: SimulateOptions): void {
  if (options.json) {
    printJson({ ...totals, violations: 0 });
    return;
  }
  const { worlds, appends, hops, framesLost } = totals;
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
