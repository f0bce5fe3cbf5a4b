import assert from "node:assert/strict";
import { test } from "node:test";
import { noOptimisations } from "../../src/vivace/index.js";
import { vivaceKind } from "../../src/wire/index.js";
import { begin, quietWorld } from "./support/quiet-world.js";
import { figure5 } from "./world/topology.js";

// §3.4.2: replicas that have run a command, and replicas that have taken its order timestamp, need not be the same ones.

const retry = { initialUs: 50_000, minUs: 50_000, maxUs: 50_000 };
const optimisations = { ...noOptimisations, executeAtReplicas: true };

test("a command that r1 and r3 have run, and whose timestamp only r2 has, does not block its object", () => {
  const world = quietWorld(figure5, { optimisations, retry, timeoutUs: 2_000_000 });
  const { simulation } = world;
  const passUs = (us: number) => simulation.runUntil(simulation.nowUs() + us);
  begin(world, "c1", "execute", "one");
  passUs(150);
  world.cut("c1~r2", true);
  world.network.hold(({ kind }) => kind === vivaceKind.owTs);
  passUs(30_000);
  world.cut("c1~r2", false);
  world.cut("c1~r1", true);
  world.cut("c1~r3", true);
  world.network.release();
  passUs(150);
  world.crash("c1");
  const elapsedUs = begin(world, "c3", "execute", "two");
  passUs(3_000_000);
  assert.ok((elapsedUs() ?? Number.POSITIVE_INFINITY) < 100_000, `${elapsedUs()} µs`);
});
