import assert from "node:assert/strict";
import type { ClientConfig } from "../../../src/vivace/index.js";
import type { Topology } from "../world/topology.js";
import { VivaceWorld } from "../world/vivace-world.js";
import { bytesOf } from "./show.js";

/** What a client can be told to do. */
export type OperationKind = "read" | "write" | "execute";

/** A world in which nothing fails, nothing is sent twice, and disks take no time. */
export function quietWorld(
  topology: Topology,
  config: Partial<ClientConfig>,
  isDelegated = false,
): VivaceWorld {
  const patient = { initialUs: 1e9, minUs: 1e9, maxUs: 1e9 };
  const world = new VivaceWorld({
    seed: 1,
    topology,
    delays: { localUs: 1, priorityUs: 100, normalUs: 10_000 },
    disk: { syncUs: 0, syncJitterUs: 0, readUs: 0, tearing: 0 },
    clockSkewUs: 0,
    client: { retry: patient, timeoutUs: 2e9, ...config },
    replica: { retry: patient },
    tampering: {},
    isDelegated,
  });
  world.start();
  return world;
}

/** Begins an operation on the object `rw` or `rmw`; gives a function that tells how long it took, once it has ended. */
export function begin(
  world: VivaceWorld,
  client: string,
  kind: OperationKind,
  text = "value",
): () => number | undefined {
  const begunUs = world.simulation.nowUs();
  let elapsedUs: number | undefined;
  const place = world.place(client, kind === "execute" ? "rmw" : "rw");
  world.begin(
    client,
    (core, number, time) => {
      if (kind === "read") return core.read(number, place, time);
      if (kind === "write") return core.write(number, place, bytesOf(text), time);
      return core.execute(number, place, { name: "swap", argument: bytesOf(text) }, time);
    },
    (outcome) => {
      assert.equal(outcome.kind, "done");
      elapsedUs = world.simulation.nowUs() - begunUs;
    },
  );
  return () => elapsedUs;
}

/** Runs one operation and then lets all that it leaves in the background come to rest; how long it took itself. */
export function perform(world: VivaceWorld, client: string, kind: OperationKind, text?: string): number {
  const elapsedUs = begin(world, client, kind, text);
  world.simulation.runUntil(world.simulation.nowUs() + 100_000);
  return elapsedUs() ?? Number.NaN;
}
