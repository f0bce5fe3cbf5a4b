import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Axis, csv, drawLines, type Line } from "../../../plot/index.js";
import { type Measured, percentileOf, runProbe } from "../../../sim/index.js";
import { loadArtifacts } from "../../fabric/artifacts.js";
import { printJson, progressBar, renderTable, say } from "../../output.js";
import {
  type Contender,
  type EvaluationSetting,
  evaluate,
  type Run,
  runsOfEvaluation,
  type Summary,
  summarise,
} from "../../store/evaluation.js";
import {
  evaluateTwitter,
  runsOfFigure8,
  summariseTwitter,
  type TwitterSummary,
} from "../../store/twitter-evaluation.js";

export interface EvaluateOptions {
  readonly out: string;
  readonly operations: number;
  readonly rateBps: number;
  readonly rttMs: number;
  readonly oversubscription: number;
  readonly seed: number;
  readonly json?: boolean;
}

/** Bytes of a value and packets in a queue, as in section 6.3 of the paper and in a small router. */
const valueBytes = 1024;
const queueDepth = 100;
const milliseconds: Axis = { title: "latency (ms)", scale: "log" };
const share: Axis = { title: "share of operations", scale: "linear" };

/** Repeats the measurements of section 6 of the Vivace paper in simulated time and draws figures 4, 6, 7 and 8. */
export async function evaluateVivace(options: EvaluateOptions): Promise<void> {
  const { seed, operations, oversubscription } = options;
  const link = { rateBps: options.rateBps, delayUs: options.rttMs * 500, queueDepth };
  const setting = { seed, artifact: loadArtifacts("dscp"), link, operations, valueBytes, oversubscription };
  const bar = progressBar("evaluate", runsOfEvaluation + runsOfFigure8);
  const runs = evaluate(setting, bar.update);
  const twitterRuns = await evaluateTwitter(setting, (done) => bar.update(runsOfEvaluation + done));
  bar.stop();
  const summaries = summarise(runs);
  const twitterSummaries = summariseTwitter(twitterRuns);
  for (const summary of [...summaries, ...twitterSummaries]) if (options.json) printJson(summary);
  const tables = [tableOf(runs), summaryTable(summaries), twitterTable(twitterSummaries)];
  if (!options.json) process.stdout.write(`${tables.join("\n")}\n`);
  mkdirSync(options.out, { recursive: true });
  figure4(options.out, setting);
  const under = (load: Run["load"]) =>
    runs.filter((run) => run.load === load).map((run) => ({ ...run, what: run.operation }));
  figure(options.out, "figure6", "No congestion", under("uncongested"));
  figure(options.out, "figure7", "Under congestion", under("congested"));
  const asked = twitterRuns.map((run) => ({ ...run, what: run.request }));
  figure(options.out, "figure8", "A Twitter-like application under congestion", asked);
  say(`wrote figures 4, 6, 7 and 8 as SVG and CSV to ${options.out}`);
}

function figure4(out: string, setting: EvaluationSetting): void {
  const { regular, priority } = runProbe(setting);
  const lines: readonly Line[] = [
    { name: "regular", points: regular },
    { name: "prioritised", points: priority },
  ];
  const axes = {
    x: { title: "time (s)", scale: "linear" },
    y: { title: "round trip (ms)", scale: "log" },
  } as const;
  write(out, "figure4", drawLines({ title: "Round trips while a flood comes and goes", ...axes, lines }));
  const rows = lines.flatMap(({ name, points }) => points.map(([at, ms]) => [name, at, ms] as const));
  writeFileSync(path.join(out, "figure4.csv"), csv(["messages", "seconds", "round_trip_ms"], rows));
}

/** One line of a figure. */
interface Distribution {
  readonly what: string;
  readonly contender: Contender;
  readonly measured: Measured;
}

/** Cumulative distributions of latencies. */
function figure(out: string, name: string, title: string, runs: readonly Distribution[]): void {
  const lines = runs.map(({ what, contender, measured }) => {
    const sorted = measured.latenciesUs.toSorted((left, right) => left - right);
    const points = sorted.map((us, at) => [us / 1000, (at + 1) / sorted.length] as const);
    return { name: `${what}, ${contender}`, points };
  });
  write(out, name, drawLines({ title, x: milliseconds, y: share, lines }));
  const rows = lines.flatMap((line) => line.points.map(([ms, upTo]) => [line.name, ms, upTo] as const));
  writeFileSync(path.join(out, `${name}.csv`), csv(["operation", "latency_ms", "share"], rows));
}

function write(out: string, name: string, svg: string): void {
  writeFileSync(path.join(out, `${name}.svg`), svg);
}

function tableOf(runs: readonly Run[]): string {
  const heading = [
    "operation",
    "algorithms",
    "load",
    "median (ms)",
    "p99 (ms)",
    "max (ms)",
    "priority",
    "bulk",
  ];
  const rows = runs.map(({ operation, contender, load, measured }) => {
    const ms = (percent: number) => (percentileOf(measured.latenciesUs, percent) / 1000).toFixed(1);
    const { priority, bulk } = measured.wanBytes;
    return [operation, contender, load, ms(50), ms(99), ms(100), `${priority} B`, `${bulk} B`];
  });
  return renderTable(heading, rows);
}

function summaryTable(summaries: readonly Summary[]): string {
  const rows = summaries.flatMap((each) => [
    [`${each.operation}_median_uncongested_new_over_old`, each.medianUncongestedNewOverOld.toFixed(3)],
    [
      `${each.operation}_p99_congested_over_uncongested, new`,
      each.p99CongestedOverUncongested.new.toFixed(2),
    ],
    [
      `${each.operation}_p99_congested_over_uncongested, old`,
      each.p99CongestedOverUncongested.prior.toFixed(2),
    ],
    [`${each.operation}_p99_shift_by_cheating`, `${(100 * each.cheatingShift).toFixed(1)} %`],
    [`${each.operation}_priority_share_of_bytes`, `${(100 * each.priorityShareOfBytes).toFixed(2)} %`],
  ]);
  return renderTable(["ratio within this run", "value"], rows);
}

function twitterTable(summaries: readonly TwitterSummary[]): string {
  const ms = (us: number) => (us / 1000).toFixed(1);
  const rows = summaries.map(({ request, medianUs, medianOldOverNew, maxOldOverNew }) => [
    ...[request, ms(medianUs.new), ms(medianUs.prior)],
    ...[medianOldOverNew.toFixed(2), maxOldOverNew.toFixed(2)],
  ]);
  const heading = ["request", "median new (ms)", "median old (ms)", "median old / new", "max old / new"];
  return renderTable(heading, rows);
}
