import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Axis, csv, drawLines, type Line } from "../../../plot/index.js";
import type { Measured, PriorityScheme, ProbeResult } from "../../../sim/index.js";
import { loadArtifacts } from "../../fabric/artifacts.js";
import { interrupted, unlessAborted } from "../../fabric/interrupt.js";
import { hasEtcd } from "../../laboratory/etcd-cluster.js";
import { NamespaceLaboratory, runsOfEtcd } from "../../laboratory/namespace-laboratory.js";
import { printJson, progressBar, say } from "../../output.js";
import { type Contender, evaluate, type Run, runsOfEvaluation, summarise } from "../../store/evaluation.js";
import { printTables } from "../../store/evaluation-tables.js";
import { SimulatedLaboratory } from "../../store/simulated-laboratory.js";
import { evaluateTwitter, runsOfFigure8, summariseTwitter } from "../../store/twitter-evaluation.js";

export interface EvaluateOptions {
  readonly out: string;
  readonly operations: number;
  readonly rateBps: number;
  readonly rttMs: number;
  readonly oversubscription: number;
  readonly seed: number;
  readonly network: "memory" | "namespaces";
  readonly sites: "2" | "3";
  readonly priority: PriorityScheme;
  readonly seconds: number;
  readonly json?: boolean;
}

/** Bytes of a value and packets in a queue, as in section 6.3 of the paper and in a small router. */
const valueBytes = 1024;
const queueDepth = 100;
const milliseconds: Axis = { title: "latency (ms)", scale: "log" };
const share: Axis = { title: "share of operations", scale: "linear" };

/**
 * Repeats the measurements of section 6 of the Vivace paper, in simulated time or in network namespaces, and draws
 * figures 4, 6, 7 and 8.
 */
export async function evaluateVivace(options: EvaluateOptions): Promise<void> {
  const link = { rateBps: options.rateBps, delayUs: options.rttMs * 500, queueDepth };
  const artifact = loadArtifacts("dscp");
  const { seed, operations, oversubscription, seconds } = options;
  const sites = options.sites === "3" ? 3 : 2;
  const shared = { artifact, link, sites, oversubscription } as const;
  if (options.network === "memory") {
    const amount = { seed, operations, requests: operations, valueBytes, priority: options.priority };
    return report(new SimulatedLaboratory({ ...shared, ...amount }), options);
  }
  const stop = interrupted();
  try {
    const laboratory = await NamespaceLaboratory.open({ ...shared, amount: { times: operations, seconds } });
    await reportAndClose(laboratory, options, stop.aborted);
  } finally {
    stop.forget();
  }
}

/** What processes have printed is kept when one has failed. */
async function reportAndClose(
  laboratory: NamespaceLaboratory,
  options: EvaluateOptions,
  aborted: AbortSignal,
): Promise<void> {
  let keepsOutput = true;
  try {
    await unlessAborted(aborted, report(laboratory, options));
    keepsOutput = false;
  } finally {
    if (aborted.aborted) keepsOutput = false;
    if (keepsOutput) say(`what the processes have printed is in ${laboratory.directory}`);
    await laboratory.close({ keepsOutput });
  }
}

async function report(
  laboratory: SimulatedLaboratory | NamespaceLaboratory,
  { out, json }: EvaluateOptions,
): Promise<void> {
  const hasControl = laboratory instanceof NamespaceLaboratory && hasEtcd();
  const before = runsOfEvaluation + runsOfFigure8;
  const bar = progressBar("evaluate", before + (hasControl ? runsOfEtcd : 0));
  const runs = await evaluate(laboratory, bar.update);
  const twitterRuns = await evaluateTwitter(laboratory, (done) => bar.update(runsOfEvaluation + done));
  const etcdRuns = hasControl ? await laboratory.etcd((done) => bar.update(before + done)) : [];
  const probed = await laboratory.probe();
  bar.stop();
  const summaries = summarise(runs);
  const twitterSummaries = summariseTwitter(twitterRuns);
  if (json) for (const each of [...summaries, ...twitterSummaries, ...etcdRuns]) printJson(each);
  else printTables(runs, summaries, twitterSummaries, etcdRuns);
  if (laboratory instanceof NamespaceLaboratory && !hasControl)
    say("etcd is not on PATH: left out as the control");
  mkdirSync(out, { recursive: true });
  figure4(out, probed);
  const under = (load: Run["load"]) =>
    runs.filter((run) => run.load === load).map((run) => ({ ...run, what: run.operation }));
  figure(out, "figure6", "No congestion", under("uncongested"));
  figure(out, "figure7", "Under congestion", under("congested"));
  const asked = twitterRuns.map((run) => ({ ...run, what: run.request }));
  figure(out, "figure8", "A Twitter-like application under congestion", asked);
  say(`wrote figures 4, 6, 7 and 8 as SVG and CSV to ${out}`);
}

function figure4(out: string, { regular, priority }: ProbeResult): void {
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
