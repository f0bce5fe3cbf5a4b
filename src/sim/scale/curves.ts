import type { Random } from "../../base/index.js";
import { type Datacenter, racksFor } from "./datacenter.js";
import { type PendingCost, recirculateCost, ticketCost } from "./pending.js";
import { simulateRing } from "./ring.js";
import { simulateServerBatching, simulateSingleSequencer } from "./servers.js";
import type { WaitSummary } from "./waits.js";

/** How requests get their indices. */
export type SequencingScheme =
  | "single sequencer"
  | "server-based batching"
  | "RingWorld, ticket"
  | "RingWorld, recirculate";

/** A point of figure 1: a system as large as the load needs, and how long its requests wait. */
export interface CurvePoint {
  readonly scheme: SequencingScheme;
  readonly appendsPerSecond: number;
  readonly wait: WaitSummary;
  /** Switches of the ring, or servers. */
  readonly machines: number;
}

/** What the two ways to wait cost a switch under one load. */
export interface PendingPoint {
  readonly appendsPerSecond: number;
  readonly switches: number;
  readonly recirculate: PendingCost;
  readonly ticket: PendingCost;
}

export interface CurveOptions {
  readonly datacenter: Datacenter;
  /** The loads to try, appends/s. */
  readonly loads: readonly number[];
  readonly random: Random;
}

const curveLaps = 4;
/** Racks that requests which loop may take, over those that the load needs anyway. */
const racksTimesMax = 64;

interface Load {
  readonly datacenter: Datacenter;
  readonly appendsPerSecond: number;
  readonly random: Random;
}

/** Latency over throughput for each scheme (RingWorld, figure 1); where a scheme cannot bear a load, no point. */
export function latencyCurves({ datacenter, loads, random }: CurveOptions): readonly CurvePoint[] {
  return loads.flatMap((appendsPerSecond) => {
    const load = { datacenter, appendsPerSecond, random };
    const single = simulateSingleSequencer(load);
    return [
      ...(single === undefined ? [] : [point("single sequencer", appendsPerSecond, single, 1)]),
      point(
        "server-based batching",
        appendsPerSecond,
        simulateServerBatching(load),
        1 + Math.ceil(appendsPerSecond / datacenter.serverRps),
      ),
      ...ringPoints(load),
    ];
  });
}

function ringPoints(load: Load): readonly CurvePoint[] {
  const { datacenter, appendsPerSecond } = load;
  const switches = racksFor(appendsPerSecond, datacenter);
  const ticket = simulateRing({ ...load, switches, laps: curveLaps });
  return [point("RingWorld, ticket", appendsPerSecond, ticket.wait, switches), ...recirculatePoint(load)];
}

/** More racks make each loop shorter, but not the bytes that wait: those are load times hop, however many share them. */
function recirculatePoint(load: Load): readonly CurvePoint[] {
  const { datacenter, appendsPerSecond } = load;
  const costWith = (racks: number) => recirculateCost(switchLoad(datacenter, appendsPerSecond, racks));
  const fewest = racksFor(appendsPerSecond, datacenter);
  const most = fewest * racksTimesMax;
  if (costWith(most).impossible !== undefined) return [];
  const switches = leastThat((racks) => costWith(racks).impossible === undefined, fewest, most);
  const { wait } = simulateRing({ ...load, switches, laps: curveLaps });
  const { loopUs } = costWith(switches);
  const looped = {
    meanUs: wait.meanUs + loopUs / 2,
    p99Us: wait.p99Us + loopUs,
    maxUs: wait.maxUs + loopUs,
  };
  return [point("RingWorld, recirculate", appendsPerSecond, looped, switches)];
}

/** The least whole number in a range for which something holds that stays true above it. */
function leastThat(holds: (value: number) => boolean, low: number, high: number): number {
  let [least, most] = [low, high];
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    if (holds(middle)) most = middle;
    else least = middle + 1;
  }
  return most;
}

function point(
  scheme: SequencingScheme,
  appendsPerSecond: number,
  wait: WaitSummary,
  machines: number,
): CurvePoint {
  return { scheme, appendsPerSecond, wait, machines };
}

/** What waiting costs, load by load. */
export function pendingCosts({ datacenter, loads }: Omit<CurveOptions, "random">): readonly PendingPoint[] {
  return loads.map((appendsPerSecond) => {
    const switches = racksFor(appendsPerSecond, datacenter);
    const load = switchLoad(datacenter, appendsPerSecond, switches);
    return { appendsPerSecond, switches, recirculate: recirculateCost(load), ticket: ticketCost(load) };
  });
}

function switchLoad(datacenter: Datacenter, appendsPerSecond: number, switches: number) {
  return {
    datacenter,
    requestsPerSecond: appendsPerSecond / switches,
    lapUs: switches * datacenter.hopUs,
  };
}

/** The largest load that a ring of so many switches bears with requests that loop, appends/s, and what limits it. */
export function recirculationLimit(datacenter: Datacenter, switches: number) {
  const costAt = (appendsPerSecond: number) =>
    recirculateCost(switchLoad(datacenter, appendsPerSecond, switches));
  let [possible, impossible] = [0, switches * datacenter.pipelinePps];
  for (let step = 0; step < 60; step += 1) {
    const middle = (possible + impossible) / 2;
    if (costAt(middle).impossible === undefined) possible = middle;
    else impossible = middle;
  }
  return { appendsPerSecond: possible, limit: costAt(impossible).impossible ?? "pipeline" };
}
