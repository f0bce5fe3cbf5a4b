import { type Measured, percentileOf, type TwitterRequest } from "../../sim/index.js";
import type { Contender, Laboratory } from "./evaluation.js";

/** One experiment of figure 8 and what it has shown. */
export interface TwitterRun {
  readonly request: TwitterRequest;
  readonly contender: Contender;
  readonly measured: Measured;
}

/** What the experiments of one request come to. */
export interface TwitterSummary {
  readonly request: TwitterRequest;
  readonly medianUs: Readonly<Record<Contender, number>>;
  /** How many times as long as the new algorithms the old ones take, at the median and at most. */
  readonly medianOldOverNew: number;
  readonly maxOldOverNew: number;
}

const requests: readonly TwitterRequest[] = ["post", "user timeline", "home timeline"];

/** How many times as long the old algorithms take in the paper's figure 8, in seconds. */
export const paperOldOverNew: Readonly<Record<TwitterRequest, number>> = {
  post: 2.0 / 0.3,
  "user timeline": 1.2 / 0.4,
  "home timeline": 2.0 / 0.5,
};

/** How many experiments figure 8 has. */
export const runsOfFigure8 = 6;

/** Does every experiment of figure 8; `onDone` hears how many are. */
export async function evaluateTwitter(
  laboratory: Laboratory,
  onDone: (done: number) => void,
): Promise<readonly TwitterRun[]> {
  const runs: TwitterRun[] = [];
  for (const request of requests) {
    for (const contender of ["new", "prior"] as const) {
      runs.push({ request, contender, measured: await laboratory.requests(request, contender) });
      onDone(runs.length);
    }
  }
  return runs;
}

/** Sums up each request in ratios within the one evaluation. */
export function summariseTwitter(runs: readonly TwitterRun[]): readonly TwitterSummary[] {
  return requests.map((request) => {
    const at = (contender: Contender, percent: number) => {
      const run = runs.find((each) => each.request === request && each.contender === contender);
      return percentileOf(run?.measured.latenciesUs ?? [], percent);
    };
    return {
      request,
      medianUs: { new: at("new", 50), prior: at("prior", 50) },
      medianOldOverNew: at("prior", 50) / at("new", 50),
      maxOldOverNew: at("prior", 100) / at("new", 100),
    };
  });
}
