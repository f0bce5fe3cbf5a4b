import { type Random, randomFraction } from "../../base/index.js";
import { type TorSizes, torSizes } from "../../programs/tor/sizes.js";
import { chance, pick, randomBetween } from "../kernel/chance.js";
import { randomStreams } from "../kernel/random-streams.js";
import type { FabricShape } from "./fabric-text.js";
import { defaultSimulation, type SimulationOptions, type Workload } from "./options.js";
import { reshapingKinds } from "./reshaping.js";
import { freshStart, type WorldStart } from "./world-start.js";

/**
 * A different small world for every seed: its size, its pace, what its clients do and how much goes wrong. Bugs hide
 * in corners that one configuration never reaches.
 *
 * @example runSeed({ ...variedSimulation(seed), seed, stock })
 */
export function variedSimulation(seed: number): Omit<SimulationOptions, "seed" | "stock"> {
  const streams = randomStreams(seed);
  const random = streams.stream("configuration");
  const packing = variedPacking(streams.stream("packing"));
  const sizes = variedSizes(random);
  return {
    ...defaultSimulation,
    sizes,
    start: variedStart(random),
    fabric: variedFabric(random, sizes),
    workload: { ...variedWorkload(random), together: packing.together },
    client: { ...variedClient(random), ...packing.client },
    disk: {
      ...defaultSimulation.disk,
      syncUs: spread(random, 5, 1000),
      syncJitterUs: spread(random, 1, 2000),
    },
    safetyUs: spread(random, 15_000, 80_000),
    faultsMax: randomBetween(random, 0, 30),
    ...variedReshaping(seed),
  };
}

/** In one world of five the fabric changes; everything else about a world is the same with and without. */
function variedReshaping(seed: number): Pick<SimulationOptions, "reshaping"> {
  const random = randomStreams(seed).stream("reshaping");
  if (!chance(random, 0.2)) return {};
  return { reshaping: { kind: pick(random, reshapingKinds), fromUs: spread(random, 2000, 20_000) } };
}

/** An append loops in a fraction of the time for which its epoch is remembered, else it would never get an index. */
function variedFabric(random: Random, { epochBits }: TorSizes): FabricShape {
  const shape = drawnFabric(random);
  const shortestMemoryUs = 2 ** epochBits * 2 * shape.ringDelayUs;
  return { ...shape, recirculationDelayUs: Math.min(shape.recirculationDelayUs, shortestMemoryUs / 4) };
}

function drawnFabric(random: Random): FabricShape {
  return {
    racks: randomBetween(random, 2, 6),
    logServersPerRack: 3,
    clientsPerRack: randomBetween(random, 1, 2),
    ringDelayUs: spread(random, 40, 600),
    fabricDelayUs: spread(random, 2, 200),
    tickUs: spread(random, 300, 3000),
    recirculationDelayUs: spread(random, 100, 500),
  };
}

function variedWorkload(random: Random): Omit<Workload, "together"> {
  return {
    workersPerClient: randomBetween(random, 1, 8),
    thinkUs: spread(random, 500, 8000),
    appends: randomBetween(random, 1, 8),
    reads: randomBetween(random, 0, 8),
    tails: randomBetween(random, 0, 3),
    valueBytesMax: spread(random, 30, 3000),
    trims: randomBetween(random, 0, 1),
    feeds: randomBetween(random, 0, 4),
    fences: randomBetween(random, 0, 2),
  };
}

function variedClient(random: Random): SimulationOptions["client"] {
  const retryMinUs = spread(random, 300, 3000);
  return {
    ...defaultSimulation.client,
    retryInitialUs: 2 * retryMinUs,
    retryMinUs,
    fillAfterUs: spread(random, 300, 20_000),
    ticketsMax: randomBetween(random, 1, 16),
  };
}

/** In half of the worlds each append goes alone; in the others few packs are under way, so that many appends wait. */
function variedPacking(random: Random) {
  if (chance(random, 0.5)) return { together: 1, client: { packEntriesMax: 1 } };
  const client = {
    packEntriesMax: randomBetween(random, 2, 20),
    partialPacksMax: randomBetween(random, 1, 3),
    appendsMax: randomBetween(random, 1, 16),
  };
  return { together: randomBetween(random, 1, 6), client };
}

/** Small rings of slots and epochs are used again and again within a short life. */
function variedSizes(random: Random): TorSizes {
  return pick(random, [
    torSizes,
    { ...torSizes, windowBits: 2, epochBits: 3 },
    { ...torSizes, windowBits: 4, epochBits: 2 },
  ]);
}

/** The indices at which the lower half of an index wraps, and a position in a lane changes its sign and wraps. */
const indexWraps = [2n ** 32n, 2n ** 35n, 2n ** 36n];

/** Half of the worlds are new; in the others each counter is at an age of its own. */
function variedStart(random: Random): WorldStart {
  if (chance(random, 0.5)) return freshStart;
  const index = chance(random, 0.25) ? 0n : pick(random, indexWraps) - BigInt(spread(random, 1, 1000));
  return {
    index,
    view: agedCounter(random, 4) || 1,
    ticket: agedCounter(random, 100),
    epoch: agedCounter(random, 30),
    sequence: agedCounter(random, 100),
  };
}

/** A counter of 32 bits that soon wraps, or soon has the highest bit, or is young. */
function agedCounter(random: Random, soon: number): number {
  const wrap = pick(random, [2 ** 32, 2 ** 31, 0]);
  return wrap === 0 ? 0 : wrap - spread(random, 1, soon);
}

/** A whole number between two others, each order of magnitude as likely. */
function spread(random: Random, least: number, most: number): number {
  return Math.round(least * (most / least) ** randomFraction(random));
}
