import { loadArtifacts } from "../../../src/cli/fabric/artifacts.js";
import { evaluate, type Summary, summarise } from "../../../src/cli/store/evaluation.js";
import { SimulatedLaboratory } from "../../../src/cli/store/simulated-laboratory.js";
import {
  evaluateTwitter,
  paperOldOverNew,
  summariseTwitter,
  type TwitterSummary,
} from "../../../src/cli/store/twitter-evaluation.js";
import type { BenchOptions } from "../frame/area.js";
import { type Figure, figure } from "../frame/figure.js";

const link = { rateBps: 10_000_000, delayUs: 54_500, queueDepth: 100 };
const oversubscription = 2;
const operations = 200;
const quickOperations = 10;
/** A request of the application is many operations. */
const requests = 50;
const quickRequests = 2;

/** The new algorithms beside the old ones, with and without congestion, in simulated time through embedded switches. */
export async function* measureVivace({ quick }: BenchOptions): AsyncGenerator<Figure, void> {
  const laboratory = new SimulatedLaboratory({
    seed: 1,
    artifact: loadArtifacts("dscp"),
    link,
    oversubscription,
    valueBytes: 1024,
    operations: quick ? quickOperations : operations,
    requests: quick ? quickRequests : requests,
  });
  for (const summary of summarise(await evaluate(laboratory, () => {}))) yield* figuresOf(summary);
  const twitterRuns = await evaluateTwitter(laboratory, () => {});
  for (const summary of summariseTwitter(twitterRuns)) yield twitterFigure(summary);
}

function figuresOf(summary: Summary): readonly Figure[] {
  const { operation, p99CongestedOverUncongested: p99 } = summary;
  const unit = "ratio";
  return [
    figure({
      name: `${operation}_p99_congested_over_uncongested`,
      unit,
      ours: p99.new,
      rival: p99.prior,
      note: "rival: the old algorithm; a link of 10 Mbit/s and 109 ms, a flood of twice that; simulated time",
    }),
    figure({
      name: `${operation}_median_uncongested_new_over_old`,
      unit,
      ours: summary.medianUncongestedNewOverOld,
      note: "no flood",
    }),
    figure({
      name: `${operation}_priority_share_of_bytes`,
      unit,
      ours: summary.priorityShareOfBytes,
      note: "of all bytes that cross between the sites during the flood",
    }),
    figure({
      name: `${operation}_p99_shift_by_cheating`,
      unit,
      ours: summary.cheatingShift,
      note: "how far a flood that claims DSCP 46 without the right to it moves the p99, as a share of it",
    }),
  ];
}

function twitterFigure({ request, medianUs }: TwitterSummary): Figure {
  const [ours, rival] = [medianUs.new / 1000, medianUs.prior / 1000];
  const name = `${request.replaceAll(" ", "_")}_median_congested`;
  return figure({
    name,
    unit: "ms",
    ours,
    rival,
    note: `the Twitter-like application; rival: on the old algorithms, ${(rival / ours).toFixed(1)} times as long (in the paper ${paperOldOverNew[request].toFixed(1)})`,
  });
}
