import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultSimulation, freshStart, runSeed, type SimulationOptions } from "../../../src/sim/index.js";
import type { PlantedLine } from "../planting/planted-line.js";
import { simulationWith } from "../planting/simulation-with.js";
import { restless } from "./canary.js";
import { describeRun, smallRun } from "./small-run.js";

// The accident of BookKeeper: somebody takes the log over, the writer of before is not fenced off at enough of the
// servers that it writes to, goes on, and its acknowledged entries are lost. Here the writer is a part of the fabric
// that was left behind: switches that no controller reaches, alive, with their clients and log servers.

const { workload } = defaultSimulation;

/** Half of the fabric is left behind while everybody appends. */
const leftBehind: Partial<SimulationOptions> = {
  ...restless,
  scene: "leftBehind",
  faultsMax: 0,
  safetyUs: 40_000,
  start: freshStart,
  fabric: { ...defaultSimulation.fabric, clientsPerRack: 2 },
  workload: { ...workload, appends: 8, reads: 1, tails: 1, workersPerClient: 6, thinkUs: 300 },
};

/** Where the search begins: the first seed that notices, so that the test is short; others follow it. */
async function findFrom(firstSeed: number, line: PlantedLine): Promise<string> {
  const { runSeed: runPlanted } = await simulationWith(line);
  for (let seed = firstSeed; seed < firstSeed + 20; seed += 1) {
    const options = smallRun(seed, leftBehind);
    const result = runPlanted(options);
    if (result.violations.length === 0) continue;
    assert.equal(describeRun(runSeed(options)), "", "without the bug the seed is clean");
    return describeRun(result);
  }
  return "no seed notices";
}

test("found: one log server of each set is enough for a new view, and the old writer goes on at the others", async (context) => {
  const found = await findFrom(8, {
    file: "controller/view/membership.js",
    from: "> set.length / 2",
    to: "> 0",
  });
  context.diagnostic(found.slice(0, 300));
  assert.match(found, /two-values|append-lost|append-not-durable|not-linearizable/);
});
