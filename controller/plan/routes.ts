import type { Entity } from "p4runtime-js-grpc/values";
import { assert } from "../../src/base/index.js";
import { type SwitchContext, switchByName } from "./context.js";
import { route } from "./entries.js";

/** One route for each host of the rack, and one for each other rack's subnet. */
export function routeEntries(context: SwitchContext): Entity[] {
  const local = context.localHosts.map((host) => route(host.ip, 32, host.port, host.mac));
  return [...local, ...context.fabric.racks.flatMap((rack) => rackRoute(context, rack.name))];
}

function rackRoute(context: SwitchContext, rackName: string): Entity[] {
  if (rackName === context.self.rack) return [];
  const rack = context.fabric.racks.find(({ name }) => name === rackName);
  const tor = context.fabric.switches.find((item) => item.rack === rackName);
  assert(rack !== undefined && tor !== undefined, `rack ${rackName} has a switch`);
  const hop = context.paths.get(tor.name);
  // The checks of a fabric file see to it that a way is there; without some switches there may be none.
  if (hop === undefined) return [];
  const { address, prefixLength } = rack.subnet;
  return [route(address, prefixLength, hop.port, switchByName(context.fabric, hop.via).mac)];
}
