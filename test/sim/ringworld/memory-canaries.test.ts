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

const canaries: readonly Canary[] = [
  {
    name: "log servers forget the tails that they have witnessed when they start again",
    plant: () => ({ ...afterDark, tampering: { recovers: (header) => header[0] !== recordKind.witness } }),
    rules: ["tail-back", "index-order", "not-linearizable"],
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
