import { seededRandom } from "../../../src/base/index.js";
import { SimNode } from "../../../src/sim/index.js";
import { type ClientConfig, type Commands, VivaceClient, VivaceStore } from "../../../src/vivace/index.js";
import { hostOf, placeOf, type Topology } from "../world/topology.js";
import type { VivaceWorld } from "../world/vivace-world.js";
import { commands } from "./commands.js";

/** A store in place of a client of a world; site `n` of the topology is called `site-n`. */
export function storeOf(
  world: VivaceWorld,
  topology: Topology,
  name: string,
  config: Partial<ClientConfig> = {},
  known: Commands = commands,
): VivaceStore & { readonly client: VivaceClient } {
  const { clock, timers } = new SimNode(world.simulation, `${name} store`, {
    originUs: 1e6,
    rate: 1,
  }).start();
  const site = topology.clients.find((client) => client.name === name)?.site ?? 0;
  const client = new VivaceClient({
    transport: world.network.port(topology, name),
    clock,
    timestampClock: clock,
    timers,
    commands: known,
    host: hostOf(topology, name),
    random: seededRandom(1),
    client: 40_000 + Number(name.slice(1)),
    config,
  });
  const store = new VivaceStore({ client, site: `site-${site}`, directory: placeOf(topology, "", site) });
  return Object.assign(store, { client });
}

/** Lets the world go on until a promise is settled. */
export async function settled<Result>(world: VivaceWorld, promise: Promise<Result>): Promise<Result> {
  let isPending = true;
  const end = () => {
    isPending = false;
  };
  promise.then(end, end);
  while (isPending) {
    world.simulation.runUntil(world.simulation.nowUs() + 1000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return promise;
}
