import { type Random, randomFraction } from "../../base/index.js";
import { chance, pick, randomBetween } from "../kernel/chance.js";
import type { LinkDisturbance } from "../network/conditions.js";
import type { Fault } from "./fault.js";

/** What can go wrong in a world, and for how long. */
export interface FaultScope {
  /** Cables that may be disturbed and cut. */
  readonly links: readonly string[];
  /** Cables that cut something off when all of them are cut, for example a rack. */
  readonly partitions: readonly (readonly string[])[];
  /** Nodes that may crash; those with a disk keep it. */
  readonly crashable: readonly string[];
  /** Nodes that are down, and may be up for a while. */
  readonly visitors?: readonly string[];
  /** Nodes that may stand still. */
  readonly pausable: readonly string[];
  /** Nodes whose disk may be slow. */
  readonly disks: readonly string[];
  /** Nodes whose clock may jump. */
  readonly clocks: readonly string[];
  /** Nodes whose messages of some kinds may be the sign for others to crash. */
  readonly ambushes?: {
    readonly nodes: readonly string[];
    readonly messages: readonly string[];
    readonly victims: readonly string[];
  };
  /** All faults are over by then. */
  readonly durationUs: number;
  /** How many faults to plan; some may fall away because they would overlap. */
  readonly faultsMax: number;
}

type Maker = (random: Random, fromUs: number, untilUs: number) => Fault;

/**
 * Plans the faults of a run, beside `others` that are planned already. Each begins and ends within the duration, so
 * that what comes after it is a world without faults. Faults of one kind never overlap on the same thing; faults of
 * different kinds may.
 */
export function planFaults(
  random: Random,
  scope: FaultScope,
  others: readonly Fault[] = [],
): readonly Fault[] {
  const makers = makersFor(scope);
  if (makers.length === 0) return others;
  const planned = [...others];
  for (let count = 0; count < scope.faultsMax; count += 1) {
    const make = pick(random, makers);
    const fromUs = randomBetween(random, 0, Math.floor(scope.durationUs * 0.8));
    const longestUs = Math.max(1, Math.floor((scope.durationUs - fromUs) * skewed(random)));
    const fault = make(random, fromUs, fromUs + longestUs);
    if (!planned.some((other) => overlap(fault, other))) planned.push(fault);
  }
  return planned.sort((left, right) => left.fromUs - right.fromUs);
}

/** A fraction of which small ones are more likely: most faults are short, some are long. */
function skewed(random: Random): number {
  const fraction = randomFraction(random);
  return fraction * fraction;
}

function makersFor(scope: FaultScope): readonly Maker[] {
  const { links, partitions, crashable, visitors = [], pausable, disks, clocks, ambushes } = scope;
  const disturb: Maker = (random, fromUs, untilUs) => {
    const link = pick(random, links);
    return { kind: "disturb", link, disturbance: planDisturbance(random), fromUs, untilUs };
  };
  const cut: Maker = (random, fromUs, untilUs) => {
    const first = pick(random, links);
    const second = pick(random, links);
    return { kind: "cut", links: first === second ? [first] : [first, second], fromUs, untilUs };
  };
  const partition: Maker = (random, fromUs, untilUs) => {
    return { kind: "cut", links: pick(random, partitions), fromUs, untilUs };
  };
  const crash: Maker = (random, fromUs, untilUs) => {
    return { kind: "crash", node: pick(random, crashable), fromUs, untilUs };
  };
  const visit: Maker = (random, fromUs, untilUs) => {
    return { kind: "visit", node: pick(random, visitors), fromUs, untilUs };
  };
  const pause: Maker = (random, fromUs, untilUs) => {
    return { kind: "pause", node: pick(random, pausable), fromUs, untilUs };
  };
  const slowDisk: Maker = (random, fromUs, untilUs) => {
    const slowness = randomBetween(random, 2, 50);
    return { kind: "slowDisk", node: pick(random, disks), slowness, fromUs, untilUs };
  };
  const clockJump: Maker = (random, fromUs) => {
    const byUs = randomBetween(random, -scope.durationUs, 4 * scope.durationUs);
    return { kind: "clockJump", node: pick(random, clocks), byUs, fromUs };
  };
  return [
    ...(links.length > 0 ? [disturb, disturb, cut] : []),
    ...(partitions.length > 0 ? [partition] : []),
    ...(crashable.length > 0 ? [crash, crash] : []),
    ...(visitors.length > 0 ? [visit] : []),
    ...(ambushes === undefined ? [] : [ambushMaker(ambushes), ambushMaker(ambushes)]),
    ...(pausable.length > 0 ? [pause] : []),
    ...(disks.length > 0 ? [slowDisk] : []),
    ...(clocks.length > 0 ? [clockJump] : []),
  ];
}

/** The node itself crashes in every other ambush, and up to three others do. */
function ambushMaker({ nodes, messages, victims }: NonNullable<FaultScope["ambushes"]>): Maker {
  return (random, fromUs, untilUs) => {
    const node = pick(random, nodes);
    const others = Array.from({ length: randomBetween(random, 1, 3) }, () => pick(random, victims));
    const struck = new Set(chance(random, 0.5) ? [node, ...others] : others);
    return {
      kind: "ambush",
      node,
      message: pick(random, messages),
      count: randomBetween(random, 1, 5),
      fromUs,
      untilUs,
      victims: [...struck].map((each) => ({ node: each, lastsUs: randomBetween(random, 50, 3000) })),
    };
  };
}

function planDisturbance(random: Random): LinkDisturbance {
  return {
    loss: skewed(random) * 0.5,
    duplication: skewed(random) * 0.5,
    reordering: skewed(random) * 0.5,
    jitterUs: Math.floor(skewed(random) * 200),
    // Now and then a message is older than a view when it arrives.
    lagUs: Math.floor(skewed(random) * (chance(random, 0.2) ? 30_000 : 2000)),
  };
}

function overlap(left: Fault, right: Fault): boolean {
  if (left.kind !== right.kind || left.kind === "clockJump" || right.kind === "clockJump") return false;
  if (left.fromUs > right.untilUs || right.fromUs > left.untilUs) return false;
  const touched = thingsOf(right);
  return thingsOf(left).some((thing) => touched.includes(thing));
}

function thingsOf(fault: Fault): readonly string[] {
  if (fault.kind === "disturb") return [fault.link];
  return fault.kind === "cut" ? fault.links : [fault.node];
}
