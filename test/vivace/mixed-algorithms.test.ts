import assert from "node:assert/strict";
import { test } from "node:test";
import { vivaceKind } from "../../src/wire/index.js";
import { quietWorld } from "./support/quiet-world.js";
import { bytesOf } from "./support/show.js";
import { settled, storeOf } from "./support/simulated-store.js";
import { figure5, placeOf } from "./world/topology.js";

// Clients of the prior algorithms share objects with those of the new ones, which leave timestamps without values.

const algorithms = { rw: "abd", rmw: "algorithm2" } as const;

/** Clients of the new and of the prior algorithms at both sites; values stay at the site where they were written. */
function shared() {
  const world = quietWorld(figure5, {});
  const fresh = storeOf(world, figure5, "c1").client;
  const prior = storeOf(world, figure5, "c3", { algorithms }).client;
  world.network.hold(({ kind }) => kind === vivaceKind.wRemote);
  const placesOf = (name: string) => [placeOf(figure5, name, 0), placeOf(figure5, name, 1)] as const;
  return { world, fresh, prior, placesOf };
}

test("a read with ABD after a write with Algorithm 1 finds the value where it is, and does not find nothing", async () => {
  const { world, fresh, prior, placesOf } = shared();
  const [here, there] = placesOf("rw");
  await settled(world, fresh.write(here, bytesOf("new")));
  assert.deepEqual(await settled(world, prior.read(there)), bytesOf("new"));
});

test("a command of Algorithm 2 after one of Algorithm 3 runs on the state that the other has left", async () => {
  const { world, fresh, prior, placesOf } = shared();
  const [here, there] = placesOf("rmw");
  await settled(world, fresh.execute(here, "append", bytesOf("a")));
  assert.deepEqual(await settled(world, prior.execute(there, "append", bytesOf("b"))), bytesOf("was 1"));
});

test("what ABD has acknowledged survives the loss of a replica, though a reader brought the timestamp first", async () => {
  const { world, fresh, prior, placesOf } = shared();
  const [here, there] = placesOf("rw");
  for (const name of ["r2", "r3"]) world.cut(`c3~${name}`, true);
  const written = settled(world, prior.write(there, bytesOf("new")));
  world.simulation.runUntil(world.simulation.nowUs() + 50_000);
  const read = settled(world, fresh.read(here));
  for (const name of ["r2", "r3"]) world.cut(`c3~${name}`, false);
  await Promise.all([written, read]);
  world.crash("r1");
  assert.deepEqual(await settled(world, prior.read(there)), bytesOf("new"));
});
