import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Fabric } from "../../../controller/index.js";
import { CodedError, type Random, randomBelow, seededRandom } from "../../base/index.js";
import type { AppendRecord } from "../chaos/append-record.js";
import { checkLog } from "../chaos/check-log.js";
import { copied, missingCopies } from "../chaos/copies.js";
import { chooseVictim } from "../chaos/kill-plan.js";
import { Load } from "../chaos/load.js";
import { type Kill, pausesOf, percentile } from "../chaos/pauses.js";
import { readBack } from "../chaos/read-back.js";
import { type ChaosResult, describeChaos, pauseFigures, writePauses } from "../chaos/report.js";
import { Wholeness } from "../chaos/wholeness.js";
import { interrupted, unlessAborted } from "../fabric/interrupt.js";
import { loadFabric } from "../fabric/load-fabric.js";
import { ProcessFabric } from "../fabric/process-fabric.js";
import { StateDirectory } from "../fabric/state-directory.js";
import { printJson, say, tellEvent } from "../output.js";

export interface ChaosOptions {
  readonly fabric: string;
  readonly kills: number;
  readonly seed: number;
  readonly out: string;
  /** Absent: a directory that is gone afterwards. */
  readonly state?: string;
  readonly verbose?: boolean;
  readonly json?: boolean;
}

const load = { workers: 4, thinkMs: 5, valueBytes: 256 };
/** Between a fabric that is whole and the next kill. */
const calmMs = { least: 200, most: 700 };

/** What a run needs at every turn. */
interface Run {
  readonly fabric: Fabric;
  readonly state: StateDirectory;
  readonly running: ProcessFabric;
  readonly whole: Wholeness;
  readonly aborted: AbortSignal;
}

/**
 * Ends processes of a fabric under load with `kill -9`, one after the other, and checks that nothing was lost.
 *
 * @throws CodedError `CHAOS-VIOLATION` when something was
 */
export async function chaos(options: ChaosOptions): Promise<void> {
  const fabric = loadFabric(options.fabric);
  const directory = options.state ?? mkdtempSync(path.join(tmpdir(), "ringworld-chaos-"));
  const state = new StateDirectory(directory);
  state.assertFree();
  const stop = interrupted();
  const whole = new Wholeness(fabric);
  let running: ProcessFabric | undefined;
  try {
    const event = (each: Parameters<typeof tellEvent>[0]) => {
      whole.event(each);
      if (options.verbose) tellEvent(each);
    };
    running = await ProcessFabric.start({
      stored: { inForce: fabric },
      state,
      listener: { event, restarted: () => {} },
      listen: { host: "127.0.0.1", port: 0 },
      aborted: stop.aborted,
    });
    await unlessAborted(stop.aborted, run({ fabric, state, running, whole, aborted: stop.aborted }, options));
  } finally {
    await running?.stop();
    stop.forget();
    if (options.state === undefined) rmSync(directory, { recursive: true, force: true });
  }
}

async function run(turn: Run, options: ChaosOptions): Promise<void> {
  const clients = turn.running.descriptor.hosts.filter(({ role }) => role === "client");
  const racks = new Map(clients.map((host) => [host.rack, host]));
  await turn.whole.reached(turn.running, turn.aborted);
  const writers = await Load.start([...racks.values()], load);
  const startedMs = performance.now();
  let kills: readonly Kill[];
  try {
    kills = await killAll(turn, options);
  } finally {
    await writers.stop();
  }
  const seconds = (performance.now() - startedMs) / 1000;
  const log = await readBack(turn.running.descriptor, writers.records);
  await copied(turn.running.api, largestOf(writers.records));
  await turn.running.stop();
  const pauses = pausesOf(kills, writers.records);
  const latencies = writers.records.map(({ begunMs, acknowledgedMs }) => acknowledgedMs - begunMs);
  const result: ChaosResult = {
    seed: options.seed,
    kills: kills.length,
    acknowledged: writers.records.length,
    appendsPerSecond: writers.records.length / seconds,
    appendP50Ms: percentile(latencies, 50),
    appendP99Ms: percentile(latencies, 99),
    ...pauseFigures(pauses),
    violations: [
      ...writers.failures.slice(0, 20),
      ...checkLog(writers.records, log),
      ...(await missingCopies(turn.fabric, turn.state, writers.records)),
    ],
  };
  const files = writePauses(options.out, pauses);
  if (options.json) printJson(result);
  else process.stdout.write(describeChaos(result, pauses));
  say(`wrote ${files.join(" and ")}`);
  requireSound(result);
}

function largestOf(appends: readonly AppendRecord[]): bigint {
  return appends.reduce((largest, { index }) => (index > largest ? index : largest), 0n);
}

async function killAll(turn: Run, options: ChaosOptions): Promise<readonly Kill[]> {
  const random = seededRandom(options.seed);
  const kills: Kill[] = [];
  while (kills.length < options.kills) {
    await wait(calmMs.least + randomBelow(random, calmMs.most - calmMs.least));
    const kill = await killOne(turn, random, kills.length + 1);
    kills.push(kill);
    const { number, kind, name, atMs, wholeMs } = kill;
    if (!options.json) say(`${number}: ${kind} ${name}, whole after ${(wholeMs - atMs).toFixed(0)} ms`);
  }
  return kills;
}

async function killOne({ running, whole, aborted }: Run, random: Random, number: number): Promise<Kill> {
  const { kind, process: victim } = chooseVictim(random, running);
  if (kind !== "log-server") whole.broken();
  const atMs = performance.now();
  victim.kill();
  await whole.reached(running, aborted);
  return { number, kind, name: victim.name, atMs, wholeMs: performance.now() };
}

function requireSound({ violations, seed }: ChaosResult): void {
  if (violations.length === 0) return;
  throw new CodedError({
    code: "CHAOS-VIOLATION",
    message: violations.join("\n"),
    help: `This is a bug of ours; please report it with the seed ${seed}.`,
  });
}
