import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFabric } from "../../../controller/fabric/parse.js";
import { torLimits } from "../../../controller/plan/limits.js";
import { planFabric } from "../../../controller/plan/plan.js";
import { defaultSimulation, ringFabricText } from "../../../src/sim/index.js";

for (const racks of [3, 4, 5, 8, 16]) {
  test(`a fabric file for ${racks} racks passes every check and can be planned`, () => {
    const fabric = parseFabric(ringFabricText({ ...defaultSimulation.fabric, racks }), "ring");
    assert.equal(fabric.ring.members.length, racks);
    assert.equal(fabric.replicaSets.length, racks);
    const servers = fabric.replicaSets.flatMap((set) => set.servers);
    assert.equal(new Set(servers).size, 3 * racks, "every log server is in one set");
    for (const { servers: members } of fabric.replicaSets) {
      const inRacks = members.map((name) => fabric.hosts.find((host) => host.name === name)?.rack);
      assert.equal(new Set(inRacks).size, 3, "a set spans three racks");
    }
    assert.equal(planFabric(fabric, 1, torLimits).switches.length, racks);
  });
}
