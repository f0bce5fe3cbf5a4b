import assert from "node:assert/strict";
import { test } from "node:test";
import { type ClientConfig, noOptimisations } from "../../src/vivace/index.js";
import { vivaceKind } from "../../src/wire/index.js";
import { type OperationKind, perform, quietWorld } from "./support/quiet-world.js";
import type { Topology } from "./world/topology.js";

// Figure 3 of the paper: message delays in the common and in the worst case. δ, d and D are chosen so that a sum of
// delays tells how many of each are in it. Processing and disks take no time here.

const [δ, d, D] = [1, 100, 10_000];

/** Client c1 and replica r1 at site 0; r2, r3 at site 1; at site 2 a writer, and temporary replicas only. */
const threeSites: Topology = {
  replicas: [
    { name: "r1", site: 0 },
    { name: "r2", site: 1 },
    { name: "r3", site: 1 },
    { name: "r4", site: 0 },
    { name: "r5", site: 0 },
    { name: "r6", site: 2 },
    { name: "r7", site: 2 },
    { name: "r8", site: 2 },
  ],
  clients: [
    { name: "c1", site: 0 },
    { name: "c2", site: 2 },
  ],
  replicaSet: ["r1", "r2", "r3"],
  localSets: [["r1", "r4", "r5"], [], ["r6", "r7", "r8"]],
};

const prior = { rw: "abd", rmw: "algorithm2" } as const;
const fresh = { rw: "algorithm1", rmw: "algorithm3" } as const;

/** The algorithms as printed: no optimisation. */
const worldOf = (config: Partial<ClientConfig>) =>
  quietWorld(threeSites, { optimisations: noOptimisations, ...config });

/** No failures: the local replica has the newest value. */
function commonCase(config: Partial<ClientConfig>, verb: OperationKind): number {
  const world = worldOf(config);
  perform(world, "c1", verb === "execute" ? "execute" : "write");
  return perform(world, "c1", verb);
}

/**
 * The replica at the client's site is down, and the newest value is at temporary replicas of a third site only: they
 * begin to pass it on just when the client's request for the data arrives.
 */
function worstCase(config: Partial<ClientConfig>, verb: OperationKind): number {
  const world = worldOf(config);
  const writer = verb === "execute" ? "execute" : "write";
  perform(world, "c1", writer);
  world.network.hold(({ kind }) => kind === vivaceKind.wRemote);
  perform(world, "c2", writer);
  world.crash("r1");
  world.simulation.schedule(2 * d + d, () => world.network.release());
  return perform(world, "c1", verb);
}

const figure3 = [
  { algorithms: prior, verb: "read", common: 4 * D, worst: 4 * D },
  { algorithms: prior, verb: "write", common: 2 * D, worst: 2 * D },
  { algorithms: fresh, verb: "read", common: 2 * δ + 4 * d, worst: 5 * d + 2 * D },
  { algorithms: fresh, verb: "write", common: 2 * δ + 2 * d, worst: 2 * δ + 2 * d },
  { algorithms: prior, verb: "execute", common: 4 * D, worst: 4 * D },
  { algorithms: fresh, verb: "execute", common: 4 * δ + 4 * d, worst: 2 * δ + 5 * d + 2 * D },
] as const;

for (const { algorithms, verb, common, worst } of figure3) {
  const name = `${verb === "execute" ? algorithms.rmw : algorithms.rw} ${verb}`;
  for (const clockTrust of ["trusted", "checked"] as const) {
    test(`figure 3, common case: ${name} with ${clockTrust} clocks`, () => {
      assert.equal(commonCase({ algorithms, clockTrust }, verb), common);
    });
    test(`figure 3, worst case: ${name} with ${clockTrust} clocks`, () => {
      assert.equal(worstCase({ algorithms, clockTrust }, verb), worst);
    });
  }
}

test("§3.4.1: with (C1) and (C2) a read has two phases", () => {
  const optimisations = { ...noOptimisations, skipWriteBack: true };
  assert.equal(commonCase({ algorithms: fresh, optimisations }, "read"), 2 * δ + 2 * d);
  assert.equal(commonCase({ algorithms: prior, optimisations }, "read"), 2 * D);
});

test("a write that trusts no clock costs one prioritised round trip more", () => {
  assert.equal(commonCase({ algorithms: fresh, clockTrust: "none" }, "write"), 2 * δ + 4 * d);
});
