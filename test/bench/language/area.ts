import { writeFileSync } from "node:fs";
import path from "node:path";
import { say } from "../../../src/cli/output.js";
import { emitArtifacts } from "../../../src/emit/index.js";
import type { BenchOptions } from "../frame/area.js";
import { type Figure, figure } from "../frame/figure.js";
import { cpuSecondsOf, secondsOf, type Versus, versus } from "../frame/measure.js";
import { ringworldProgram, root, runProcess, temporaryDirectory } from "../frame/processes.js";
import { findOnPath } from "../frame/rivals.js";
import { largeSource } from "./large-source.js";
import { manyTables } from "./many-tables.js";

const compiler = "p4c-bm2-ss";
const tsc = path.join(root, "node_modules/typescript/bin/tsc");

const compilerOptions = {
  target: "es2022",
  module: "nodenext",
  lib: ["es2023"],
  types: [],
  strict: true,
  skipLibCheck: true,
};

/** What the language costs: generating, growing, checking types. */
export async function* measureLanguage(options: BenchOptions): AsyncGenerator<Figure, void> {
  const directory = temporaryDirectory();
  try {
    say("generating the ToR program");
    yield await generateAll(options, directory.path);
    say("generating 100 and 200 tables");
    yield await tablesLinear(options, directory.path);
    say("checking the types of 1,000 lines");
    yield await typeCheck(options, directory.path);
  } finally {
    directory.remove();
  }
}

/** Seconds that p4c takes for a P4 file; undefined where there is no p4c. */
function p4cSeconds(source: string, directory: string): (() => Promise<number>) | undefined {
  const p4c = findOnPath(compiler);
  const json = path.join(directory, "p4c.json");
  return p4c === undefined ? undefined : () => secondsOf(() => runProcess(p4c, ["-o", json, source]));
}

async function generateAll({ rounds }: BenchOptions, directory: string): Promise<Figure> {
  const generate = [ringworldProgram, "generate", "--program", "tor", "--out", directory];
  const ours = () => secondsOf(() => runProcess(process.execPath, generate));
  const rival = p4cSeconds(path.join(root, "p4/tor/v1model.p4"), directory);
  return figure({
    name: "generate_all_vs_p4c",
    unit: "s",
    ...(await versus(rounds, ours, rival)),
    note: `whole processes: every artifact of the ToR program, against ${compiler} for BMv2 JSON of its v1model.p4 alone`,
  });
}

/** Builds and emits in this process, when the code is warm: what grows is then the work alone. */
async function tablesLinear({ quick, rounds }: BenchOptions, directory: string): Promise<Figure> {
  const [few, many] = quick ? [10, 20] : [100, 200];
  const work = (count: number) => () => cpuSecondsOf(() => emitArtifacts(manyTables(count).ir));
  if (!quick) for (let warm = 0; warm < 5; warm += 1) work(many)();
  const seconds = await versus(rounds * 2 + 1, work(many), work(few));
  const p4c = (count: number) => {
    const source = path.join(directory, `tables-${count}.p4`);
    writeFileSync(source, emitArtifacts(manyTables(count).ir).v1modelP4);
    return p4cSeconds(source, directory);
  };
  const [manyByP4c, fewByP4c] = [p4c(many), p4c(few)];
  const rival = manyByP4c && (await versus(1, manyByP4c, fewByP4c));
  return figure({
    name: "tables_200_linear",
    unit: "ratio",
    ours: growth(seconds),
    rival: rival && growth(rival),
    note: `processor time for all artifacts of ${many} tables (${(seconds.ours * 1000).toFixed(0)} ms, warm) over that of ${few}: 2 is linear; rival: the same of ${compiler}, whole processes, once`,
  });
}

function growth(seconds: Versus): number {
  return seconds.ours / (seconds.rival ?? Number.NaN);
}

async function typeCheck({ quick, rounds }: BenchOptions, directory: string): Promise<Figure> {
  const lines = quick ? 100 : 1000;
  const source = largeSource(lines, path.join(root, "build/src/dsl/index.js"));
  writeFileSync(path.join(directory, "program.mts"), source);
  writeFileSync(path.join(directory, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  const check = [tsc, "--noEmit", "-p", directory];
  const ours = () => secondsOf(() => runProcess(process.execPath, check));
  return figure({
    name: "type_check_1000_lines",
    unit: "s",
    ...(await versus(rounds, ours, undefined)),
    note: `whole process: tsc --noEmit on a generated program of ${lines} lines (64 header fields, a table, an action and entries every 10 lines); p4c has nothing of the kind`,
  });
}
