import { checkLog, checkRealTime, checkTrims, explainVerdict, type Rule } from "../check/index.js";
import { describeFault, type Fault } from "../faults/fault.js";
import { injectFaults } from "../faults/inject.js";
import { planFaults } from "../faults/plan.js";
import type { ChannelCounts } from "../network/channel.js";
import type { Evidence } from "./evidence.js";
import { FinalRead, isFinalReader } from "./final-read.js";
import type { SimulationOptions } from "./options.js";
import type { RunResult, RunStatistics } from "./result.js";
import { planScene } from "./scenes.js";
import { streamOf } from "./values.js";
import { RingWorldWorld } from "./world.js";

/** The controller tells the log servers of a trim that they have missed when it surveys them. */
const surveysUntilAllHaveHeard = 10;

/**
 * Runs one seed: a safety phase with faults, in which nothing may go wrong; a liveness phase without, in which
 * everything must finish; then a reading of the whole log and the checks that need all of the history. It ends at
 * the first violation.
 *
 * @example
 * const result = runSeed({ ...defaultSimulation, seed: 7, stock });
 * if (result.violations.length > 0) console.error(result.violations);
 */
export function runSeed(options: SimulationOptions): RunResult {
  const world = new RingWorldWorld(options);
  const faults = options.faults ?? planned(world);
  const finalRead = new FinalRead(world.firstProcess, options.start.index);
  try {
    live(world, faults, finalRead);
    checkCalm(world, faults);
  } catch (error) {
    world.evidence.report("assertion", error instanceof Error ? error.message : String(error));
  }
  world.network.giveBack();
  return {
    seed: options.seed,
    violations: world.evidence.violations,
    faults,
    digest: world.foundation.transcript.digest(),
    lines: world.foundation.transcript.lines,
    statistics: statisticsOf(world, finalRead),
  };
}

/** A scene, in some worlds, and other faults beside it. */
function planned(world: RingWorldWorld): readonly Fault[] {
  const { streams, options } = world.foundation;
  if (options.faultsMax === 0 && options.scene === undefined) return [];
  const scene = planScene(streams.stream("scene"), world.sceneScope(), options.scene);
  return planFaults(streams.stream("faults"), world.faultScope(), scene);
}

function live(world: RingWorldWorld, faults: readonly Fault[], finalRead: FinalRead): void {
  const { simulation, transcript, options } = world.foundation;
  const { evidence } = world;
  const failed = () => evidence.violations.length > 0;
  injectFaults(simulation, world, faults, (fault, begins) => {
    transcript.add(begins ? "fault" : "healed", describeFault(fault));
  });
  world.start();
  if (simulation.runUntil(options.safetyUs, failed)) return;
  world.stopProcesses();
  const deadlineUs = options.safetyUs + options.livenessUs;
  simulation.runUntil(deadlineUs, () => failed() || world.operationsUnderWay === 0);
  if (failed()) return;
  simulation.runUntil(deadlineUs, () => failed() || world.reshaper.isDone);
  if (world.reshaper.isDone) world.settle();
  else evidence.report("layout-stuck", world.reshaper.progress);
  simulation.runUntil(simulation.nowUs() + surveysUntilAllHaveHeard * options.timing.surveyUs, failed);
  finalRead.start();
  simulation.runUntil(deadlineUs, () => failed() || finalRead.isDone);
  simulation.runUntil(deadlineUs, () => failed() || lanesBehind(world, finalRead).length === 0);
  const copied = () => evidence.durability.missingSomewhere() === undefined;
  simulation.runUntil(deadlineUs, () => failed() || copied());
  if (failed()) return;
  checkWhole(world, finalRead);
}

function checkWhole(world: RingWorldWorld, finalRead: FinalRead): void {
  const { evidence } = world;
  const report = (rule: Rule, detail: string) => evidence.report(rule, detail);
  const { operations } = evidence.history;
  if (!finalRead.isDone) report("not-finished", world.describeUnfinished());
  else finalRead.check(evidence);
  const behind = finalRead.isDone ? lanesBehind(world, finalRead) : [];
  if (behind.length > 0) report("cursor-stuck", `tail ${finalRead.tail}: ${behind.join(", ")}`);
  const missing = evidence.durability.missingSomewhere();
  if (missing !== undefined) report("not-everywhere", missing);
  evidence.durability.checkAll();
  checkRealTime(operations, report);
  evidence.streams.checkWithheld(streamsOf(operations));
  checkTrims(operations, isFinalReader, report);
  const verdict = checkLog(operations);
  if (verdict.kind !== "linearizable") {
    report("not-linearizable", explainVerdict(verdict, verdict.operations));
  }
}

/** Without faults the first view is as good as any. */
function checkCalm(world: RingWorldWorld, faults: readonly Fault[]): void {
  const { views } = world.cursors;
  const { start, workload, faultsMax, reshaping } = world.foundation.options;
  const isCalm = faultsMax === 0 && faults.length === 0 && workload.fences === 0 && reshaping === undefined;
  // A controller that finds an old view cannot know which log servers are worth waiting for.
  if (isCalm && start.view === 0 && views > 1) world.evidence.report("view-unneeded", `${views} views`);
}

/** The stream of each index of which a client was told what it holds. */
function streamsOf(operations: Evidence["history"]["operations"]): (index: bigint) => number | undefined {
  const streams = new Map<bigint, number>();
  for (const { input, returned } of operations) {
    const output = returned?.output;
    const [first] = output?.kind === "entries" ? output.values : [];
    if (input.kind === "read" && first !== undefined) streams.set(input.index, streamOf(first));
    if (input.kind === "append" && output?.kind === "appended")
      streams.set(output.index, streamOf(input.value));
  }
  return (index) => streams.get(index);
}

/** Once the whole log was read, all of it is committed. */
function lanesBehind(world: RingWorldWorld, { tail }: FinalRead): readonly string[] {
  return world.cursors.behind(tail ?? 0n);
}

function statisticsOf(world: RingWorldWorld, finalRead: FinalRead): RunStatistics {
  const { simulation } = world.foundation;
  const counts = [...world.network.cables.values()].flatMap(({ channels }) =>
    channels.map((each) => each.counts),
  );
  const sum = (key: keyof ChannelCounts) => counts.reduce((total, each) => total + each[key], 0);
  return {
    simulatedUs: simulation.nowUs(),
    events: simulation.eventsRun,
    operations: world.evidence.history.operations.length,
    appendsAcknowledged: world.evidence.durability.acknowledged,
    appendsPacked: world.evidence.durability.packed,
    tail: finalRead.tail ?? 0n,
    tokenHops: world.evidence.tokens.hops,
    framesSent: sum("sent"),
    framesLost: sum("lost"),
    framesDoubled: sum("doubled"),
    framesOvertaken: sum("overtaken"),
  };
}
