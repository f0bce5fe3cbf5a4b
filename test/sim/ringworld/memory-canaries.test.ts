import { recordKind } from "../../../src/ringworld/log-record.js";
import { defaultSimulation, type Fault, freshStart, type SimulationOptions } from "../../../src/sim/index.js";
import { type Canary, restless, testCanaries } from "./canary.js";

// Bugs of those who forget, in worlds in which it matters that they do.

const racks = [1, 2, 3, 4];
const machines = [
  ...racks.map((rack) => `s${rack}`),
  ...racks.flatMap((rack) => [1, 2, 3].map((at) => `log-${rack}-${at}`)),
];

/**
 * The power is gone soon after clients were told of tails: of the last indices that were handed out, no log server has
 * anything yet, since what writers send is lost, most of it.
 */
const dark: readonly Fault[] = [
  ...racks.slice(0, 3).map((rack): Fault => {
    const link = `host client-${rack}-1`;
    return { kind: "disturb", link, disturbance: { loss: 0.8 }, fromUs: 0, untilUs: 60_000 };
  }),
  ...machines.map((node, at): Fault => {
    return { kind: "crash", node, fromUs: 9_400, untilUs: 9_500 + 20 * at };
  }),
];

const afterDark: Partial<SimulationOptions> = {
  ...restless,
  faults: dark,
  safetyUs: 95_000,
  fabric: defaultSimulation.fabric,
  start: freshStart,
  timing: { ...defaultSimulation.timing, attemptUs: 6_000 },
  disk: { ...defaultSimulation.disk, syncUs: 20, syncJitterUs: 10 },
  workload: {
    ...defaultSimulation.workload,
    appends: 3,
    reads: 0,
    tails: 7,
    workersPerClient: 3,
    thinkUs: 700,
  },
};

/** The switch and the log servers of a rack. */
function machinesOf(rack: number): readonly string[] {
  return [`s${rack}`, ...[1, 2, 3].map((at) => `log-${rack}-${at}`)];
}

const [beginsUs, losesUs, healsUs] = [10_000, 11_300, 40_000];

/**
 * Two controllers, each with two of three racks; the one in the middle loses its power after it has promised its view to
 * the first, which goes on at the third rack, and is reached by the second when it is back. Before that, what clients
 * wrote was lost at two racks of three. In the end the first controller has the second and the third rack.
 */
const promisedTwice: readonly Fault[] = [
  ...[1, 2].flatMap(machinesOf).flatMap((node): readonly Fault[] => {
    const lossy = { link: `host ${node}`, disturbance: { loss: 0.9 }, fromUs: 9_000, untilUs: 10_650 };
    return node.startsWith("log-") ? [{ kind: "disturb", ...lossy }] : [];
  }),
  { kind: "cut", links: ["control s1 of controller"], fromUs: beginsUs, untilUs: healsUs },
  { kind: "cut", links: ["control s2 of controller"], fromUs: losesUs, untilUs: healsUs },
  { kind: "cut", links: ["control s2 of rival"], fromUs: 0, untilUs: losesUs },
  { kind: "cut", links: ["control s3 of rival"], fromUs: 0, untilUs: healsUs },
  { kind: "visit", node: "rival", fromUs: losesUs, untilUs: healsUs - 1_000 },
  ...machinesOf(2).map((node): Fault => ({ kind: "crash", node, fromUs: losesUs, untilUs: losesUs + 300 })),
  ...machinesOf(1).map((node): Fault => {
    return { kind: "crash", node, fromUs: healsUs + 1_000, untilUs: healsUs + 30_000 };
  }),
];

const twoControllers: Partial<SimulationOptions> = {
  ...restless,
  faults: promisedTwice,
  safetyUs: 75_000,
  fabric: { ...defaultSimulation.fabric, racks: 3 },
  start: freshStart,
  timing: { ...defaultSimulation.timing, startUs: 3_000, attemptUs: 20_000 },
  disk: { ...defaultSimulation.disk, syncUs: 20, syncJitterUs: 10 },
  workload: {
    ...defaultSimulation.workload,
    appends: 8,
    reads: 1,
    tails: 1,
    workersPerClient: 6,
    thinkUs: 200,
  },
};

const canaries: readonly Canary[] = [
  {
    name: "log servers forget the tails that they have witnessed when they start again",
    plant: () => ({ ...afterDark, tampering: { recovers: (header) => header[0] !== recordKind.witness } }),
    rules: ["tail-back", "index-order", "not-linearizable"],
  },
  {
    name: "log servers forget which view they have promised when they start again",
    plant: () => ({ ...twoControllers, tampering: { recovers: (header) => header[0] !== recordKind.seal } }),
    rules: ["append-not-durable", "append-lost", "two-values", "index-order", "not-linearizable"],
  },
  {
    name: "log servers forget which view is installed when they start again, and so where the log is",
    plant: () => ({
      ...restless,
      scene: "blackout",
      faultsMax: 3,
      safetyUs: 60_000,
      reshaping: { kind: "replaceAll", fromUs: 8_000 },
      tampering: { recovers: (header) => header[0] !== recordKind.install },
    }),
    rules: ["append-lost", "two-values", "not-everywhere", "append-not-durable", "not-linearizable"],
  },
  {
    name: "a switch that has lost its memory while no controller was there says that it has kept it",
    plant: () => ({
      ...restless,
      scene: "unseenRestart",
      faultsMax: 0,
      tampering: { switches: "keepMark" },
    }),
    rules: ["cursor-back", "index-order", "tail-back", "append-lost", "two-tokens"],
  },
];

testCanaries(canaries);
