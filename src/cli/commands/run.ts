import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { CodedError } from "../../base/index.js";
import { readInput } from "../entries.js";
import { root } from "../fabric/artifacts.js";
import { interrupted, unlessAborted } from "../fabric/interrupt.js";
import { loadFabric } from "../fabric/load-fabric.js";
import { RunningFabric } from "../fabric/running-fabric.js";
import { StateDirectory } from "../fabric/state-directory.js";
import { printJson, renderTable, say } from "../output.js";
import { type ModeResult, runBothModes } from "../round-trip.js";

/** What is appended when nothing is named: the switch program itself. */
const defaultInput = "p4/tor/v1model.p4";

export interface RunOptions {
  readonly fabric: string;
  readonly json?: boolean;
}

/**
 * Boots a fabric, appends a file to its log in both pending modes, reads each back from another client and compares.
 *
 * @throws CodedError `RUN-DIFFERENT` when something else came back
 */
export async function run(file: string, options: RunOptions): Promise<void> {
  const fabric = loadFabric(options.fabric);
  const input = await readInput(file === defaultInput ? path.join(root, file) : file);
  const directory = mkdtempSync(path.join(tmpdir(), "ringworld-"));
  const stop = interrupted();
  let running: RunningFabric | undefined;
  try {
    running = await RunningFabric.start({
      stored: { inForce: fabric },
      state: new StateDirectory(directory),
      aborted: stop.aborted,
    });
    say(`${running.name}: ${fabric.switches.length} switches, ${running.logServers.length} log servers`);
    const results = await unlessAborted(stop.aborted, runBothModes(running, input, stop.aborted));
    report(file, results, options);
  } finally {
    await running?.stop();
    stop.forget();
    rmSync(directory, { recursive: true, force: true });
  }
}

function report(file: string, results: readonly ModeResult[], options: RunOptions): void {
  if (options.json) for (const result of results) printJson({ file, ...result });
  else printReport(file, results);
  const different = results.find((result) => result.sha256In !== result.sha256Out);
  if (different === undefined) return;
  throw new CodedError({
    code: "RUN-DIFFERENT",
    message: `in mode ${different.mode} the log gave back other bytes than were appended`,
    help: "This is a bug of ours; please report it with the input.",
  });
}

function printReport(file: string, results: readonly ModeResult[]): void {
  const [first] = results;
  if (first === undefined) return;
  const rows: readonly [string, (result: ModeResult) => string][] = [
    ["entries", (result) => String(result.entries)],
    ["appends/s", (result) => result.appendsPerSecond.toFixed(0)],
    ["append p50 ms", (result) => result.p50Ms.toFixed(1)],
    ["append p99 ms", (result) => result.p99Ms.toFixed(1)],
    ["token laps", (result) => String(result.laps)],
    ["token hops", (result) => String(result.tokenHops)],
    ["recirculations per append", (result) => result.recirculationsPerAppend.toFixed(2)],
    ["the same bytes came back", (result) => (result.sha256In === result.sha256Out ? "yes" : "NO")],
  ];
  const heading = ["pending mode", ...results.map((result) => result.mode)];
  const table = renderTable(
    heading,
    rows.map(([title, value]) => [title, ...results.map(value)]),
  );
  const digests = results.map((result) => `sha256 out  ${result.sha256Out}  (${result.mode})`);
  process.stdout.write(`${[file, `sha256 in   ${first.sha256In}`, ...digests, table].join("\n")}\n`);
}
