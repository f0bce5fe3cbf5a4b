import assert from "node:assert/strict";
import { test } from "node:test";
import { type ClientConfig, noOptimisations } from "../../src/vivace/index.js";
import { vivaceKind } from "../../src/wire/index.js";
import { bytesOf } from "./support/show.js";
import type { Topology } from "./world/topology.js";
import { VivaceWorld } from "./world/vivace-world.js";

// Figure 3 of the paper: message delays in the common and in the worst case. δ, d and D are chosen so that a sum of
// delays tells how many of each are in it. Processing and disks take no time here.

const localUs = 1;
const priorityUs = 100;
const normalUs = 10_000;
const [δ, d, D] = [localUs, priorityUs, normalUs];

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
type Verb = "read" | "write" | "execute";

/** The algorithms as printed: no optimisation, one round for a write, no second asking. */
function worldOf(config: Partial<ClientConfig>): VivaceWorld {
  const patient = { initialUs: 1e9, minUs: 1e9, maxUs: 1e9 };
  const world = new VivaceWorld({
    seed: 1,
    topology: threeSites,
    delays: { localUs, priorityUs, normalUs },
    disk: { syncUs: 0, syncJitterUs: 0, readUs: 0, tearing: 0 },
    clockSkewUs: 0,
    client: { optimisations: noOptimisations, retry: patient, timeoutUs: 2e9, ...config },
    replica: { retry: patient },
    tampering: {},
  });
  world.start();
  return world;
}

/** Begins an operation; gives a function that tells how long it took, once it has ended. */
function begin(world: VivaceWorld, client: string, verb: Verb): () => number | undefined {
  const begunUs = world.simulation.nowUs();
  let elapsedUs: number | undefined;
  const place = world.place(client, verb === "execute" ? "rmw" : "rw");
  world.begin(
    client,
    (core, number, time) => {
      if (verb === "read") return core.read(number, place, time);
      if (verb === "write") return core.write(number, place, bytesOf("value"), time);
      return core.execute(number, place, { name: "swap", argument: bytesOf("x") }, time);
    },
    (outcome) => {
      assert.equal(outcome.kind, "done");
      elapsedUs = world.simulation.nowUs() - begunUs;
    },
  );
  return () => elapsedUs;
}

/** Runs one operation and then lets all that it leaves in the background come to rest. */
function delayOf(world: VivaceWorld, client: string, verb: Verb): number {
  const elapsedUs = begin(world, client, verb);
  world.simulation.runUntil(world.simulation.nowUs() + 10 * D);
  return elapsedUs() ?? Number.NaN;
}

/** No failures: the local replica has the newest value. */
function commonCase(config: Partial<ClientConfig>, verb: Verb): number {
  const world = worldOf(config);
  delayOf(world, "c1", verb === "execute" ? "execute" : "write");
  return delayOf(world, "c1", verb);
}

/**
 * The replica at the client's site is down, and the newest value is at temporary replicas of a third site only: they
 * begin to pass it on just when the client's request for the data arrives.
 */
function worstCase(config: Partial<ClientConfig>, verb: Verb): number {
  const world = worldOf(config);
  const writer = verb === "execute" ? "execute" : "write";
  delayOf(world, "c1", writer);
  world.network.hold(({ kind }) => kind === vivaceKind.wRemote);
  delayOf(world, "c2", writer);
  world.crash("r1");
  world.simulation.schedule(2 * d + d, () => world.network.release());
  return delayOf(world, "c1", verb);
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
