import { type Measured, percentileOf } from "../../sim/index.js";
import type { EtcdRun } from "../laboratory/namespace-laboratory.js";
import { renderTable } from "../output.js";
import type { Run, Summary } from "./evaluation.js";
import { paperOldOverNew, type TwitterSummary } from "./twitter-evaluation.js";

/** Prints what an evaluation has shown, for people. */
export function printTables(
  runs: readonly Run[],
  summaries: readonly Summary[],
  twitter: readonly TwitterSummary[],
  etcd: readonly EtcdRun[],
): void {
  const tables = [tableOf(runs), summaryTable(summaries), twitterTable(twitter)];
  if (etcd.length > 0) tables.push(etcdTable(etcd));
  process.stdout.write(`${tables.join("\n")}\n`);
}

/** A percentile in milliseconds, with a sign where the longest operation had not ended. */
function milliseconds({ latenciesUs, unfinished = 0 }: Measured, percent: number): string {
  if (latenciesUs.length === 0) return "";
  const value = percentileOf(latenciesUs, percent);
  const isOpen = unfinished > 0 && value === Math.max(...latenciesUs);
  return `${isOpen ? "≥ " : ""}${(value / 1000).toFixed(1)}`;
}

function tableOf(runs: readonly Run[]): string {
  const heading = [
    "operation",
    "algorithms",
    "load",
    "operations",
    "median (ms)",
    "p99 (ms)",
    "max (ms)",
    "priority",
    "bulk",
  ];
  const rows = runs.map(({ operation, contender, load, measured }) => {
    const ms = (percent: number) => milliseconds(measured, percent);
    const { priority, bulk } = measured.wanBytes;
    const count = `${measured.latenciesUs.length}`;
    return [operation, contender, load, count, ms(50), ms(99), ms(100), `${priority} B`, `${bulk} B`];
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
    ...[medianOldOverNew.toFixed(2), paperOldOverNew[request].toFixed(2), maxOldOverNew.toFixed(2)],
  ]);
  const heading = [
    "request",
    "median new (ms)",
    "median old (ms)",
    "old / new",
    "in the paper",
    "max old / new",
  ];
  return renderTable(heading, rows);
}

function etcdTable(runs: readonly EtcdRun[]): string {
  const rows = runs.map(({ operation, load, measured, elections }) => {
    const ms = (percent: number) => milliseconds(measured, percent);
    const count = `${measured.latenciesUs.length}`;
    return [`etcd ${operation}`, load, count, ms(50), ms(99), ms(100), `${elections}`];
  });
  const heading = ["control", "load", "operations", "median (ms)", "p99 (ms)", "max (ms)", "leader changes"];
  return renderTable(heading, rows);
}
