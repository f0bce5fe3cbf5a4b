import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { csv, drawLines } from "../../plot/index.js";
import { renderTable } from "../output.js";
import { type Pause, percentile } from "./pauses.js";

/** What a run of kills came to. */
export interface ChaosResult {
  readonly seed: number;
  readonly kills: number;
  readonly acknowledged: number;
  readonly appendsPerSecond: number;
  readonly appendP50Ms: number;
  readonly appendP99Ms: number;
  readonly resumeP50Ms: number;
  readonly resumeP99Ms: number;
  readonly gapP50Ms: number;
  readonly gapP99Ms: number;
  readonly violations: readonly string[];
}

/** The pauses of a run in numbers. */
export function pauseFigures(pauses: readonly Pause[]) {
  const resumed = pauses.map(({ resumedMs }) => resumedMs);
  const gaps = pauses.map(({ longestGapMs }) => longestGapMs);
  return {
    resumeP50Ms: percentile(resumed, 50),
    resumeP99Ms: percentile(resumed, 99),
    gapP50Ms: percentile(gaps, 50),
    gapP99Ms: percentile(gaps, 99),
  };
}

/** For people: the pauses by what died, and what was checked. */
export function describeChaos(result: ChaosResult, pauses: readonly Pause[]): string {
  const kinds = [...new Set(pauses.map(({ kill }) => kill.kind))].toSorted();
  const row = (title: string, some: readonly Pause[]) => {
    const { resumeP50Ms, resumeP99Ms, gapP50Ms, gapP99Ms } = pauseFigures(some);
    const figures = [resumeP50Ms, resumeP99Ms, gapP50Ms, gapP99Ms].map((each) => each.toFixed(0));
    return [title, String(some.length), ...figures];
  };
  const rows = kinds.map((kind) =>
    row(
      kind,
      pauses.filter(({ kill }) => kill.kind === kind),
    ),
  );
  const heading = ["killed", "times", "resumed p50 ms", "p99 ms", "longest gap p50 ms", "p99 ms"];
  const table = renderTable(heading, [...rows, row("all", pauses)]);
  const { acknowledged, appendsPerSecond, appendP50Ms, appendP99Ms, violations } = result;
  const load = `${appendsPerSecond.toFixed(0)} appends/s, p50 ${appendP50Ms.toFixed(1)} ms, p99 ${appendP99Ms.toFixed(1)} ms`;
  const verdict =
    violations.length === 0
      ? `${acknowledged} acknowledged entries are in the log, once, unchanged, in the order of time, and on every log server`
      : violations.join("\n");
  return [table, load, verdict, ""].join("\n");
}

/** Draws the pauses, sorted, and writes them as a table. @returns the files */
export function writePauses(directory: string, pauses: readonly Pause[]): readonly string[] {
  mkdirSync(directory, { recursive: true });
  const files = { svg: path.join(directory, "chaos.svg"), csv: path.join(directory, "chaos.csv") };
  writeFileSync(files.svg, drawPauses(pauses));
  const rows = pauses.map(({ kill, resumedMs, longestGapMs }) => [
    ...[kill.number, kill.kind, kill.name, kill.atMs.toFixed(1)],
    ...[resumedMs.toFixed(1), longestGapMs.toFixed(1)],
  ]);
  writeFileSync(files.csv, csv(["kill", "kind", "name", "at_ms", "resumed_ms", "longest_gap_ms"], rows));
  return [files.svg, files.csv];
}

function drawPauses(pauses: readonly Pause[]): string {
  const line = (name: string, values: readonly number[]) => ({
    name,
    points: values
      .toSorted((left, right) => left - right)
      .map((value, at) => [(100 * (at + 1)) / values.length, value] as const),
  });
  return drawLines({
    title: `How long appends paused, ${pauses.length} kills`,
    x: { title: "% of the kills", scale: "linear" },
    y: { title: "ms", scale: "log" },
    lines: [
      line(
        "until an append begun after the kill",
        pauses.map(({ resumedMs }) => resumedMs),
      ),
      line(
        "longest gap until all was whole",
        pauses.map(({ longestGapMs }) => longestGapMs),
      ),
    ],
  });
}
