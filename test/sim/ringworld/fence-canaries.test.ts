import { defaultSimulation, type SimulationOptions } from "../../../src/sim/index.js";
import { type Canary, testCanaries } from "./canary.js";
import { assignConstant, mutated } from "./mutate.js";

/** Worlds in which a person fences one log server after the other off, and nothing else goes wrong. */
const fencing: Partial<SimulationOptions> = {
  faultsMax: 0,
  safetyUs: 40_000,
  workload: { ...defaultSimulation.workload, appends: 6, reads: 3, tails: 1, thinkUs: 500, fences: 4 },
};

function fenced(plant: () => Partial<SimulationOptions>) {
  return (): Partial<SimulationOptions> => ({ ...fencing, ...plant() });
}

const canaries: readonly Canary[] = [
  {
    name: "a leader sends to a log server of its own rack that is fenced off",
    plant: fenced(mutated("egress.fence_off", () => [])),
    rules: ["fence-leaks"],
  },
  {
    name: "a switch hears a log server that is fenced off",
    plant: fenced(mutated("ingress.fenced_address", assignConstant("metadata.fenced", 0))),
    rules: ["fence-leaks"],
  },
  {
    name: "what is for a log server that is fenced off ends at its port, and nobody is told",
    plant: fenced(mutated("ingress.fence", assignConstant("metadata.server_fenced", 0))),
    rules: ["fence-silent"],
  },
];

testCanaries(canaries);
