import { assert } from "../../src/base/index.js";
import type { Fabric, FabricSwitch, Host, ReplicaSet, RingMember } from "../fabric/model.js";
import { type FirstHop, shortestPaths } from "./paths.js";

/** All that the parts of a plan look at for one switch. */
export interface SwitchContext {
  readonly fabric: Fabric;
  readonly self: FabricSwitch;
  readonly view: number;
  readonly paths: ReadonlyMap<string, FirstHop>;
  /** Hosts of this rack, by port. */
  readonly localHosts: readonly Host[];
  readonly ring: RingMember;
}

export function switchContext(fabric: Fabric, self: FabricSwitch, view: number): SwitchContext {
  const localHosts = fabric.hosts.filter((host) => host.switch === self.name);
  return {
    fabric,
    self,
    view,
    paths: shortestPaths(fabric, self.name),
    localHosts: localHosts.toSorted((left, right) => left.port - right.port),
    ring: found(
      fabric.ring.members.find((member) => member.switch === self.name),
      self.name,
    ),
  };
}

/** The servers of a replica set; their position is their number. */
export function serversOf(fabric: Fabric, set: ReplicaSet): readonly Host[] {
  return set.servers.map((name) =>
    found(
      fabric.hosts.find((host) => host.name === name),
      name,
    ),
  );
}

/** The port of this switch that leads to a host, here or in another rack. */
export function portTowards(context: SwitchContext, host: Host): number {
  if (host.switch === context.self.name) return host.port;
  return found(context.paths.get(host.switch), host.switch).port;
}

export function switchByName(fabric: Fabric, name: string): FabricSwitch {
  return found(
    fabric.switches.find((item) => item.name === name),
    name,
  );
}

/** A checked fabric has no dangling names; one that is missing is a bug. */
function found<T>(value: T | undefined, name: string): T {
  assert(value !== undefined, `the fabric knows ${name}`);
  return value;
}
