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
  /** Absent for a switch that is not on the ring. */
  readonly ring?: RingMember;
  /** Names of the log servers that take entries. */
  readonly members: ReadonlySet<string>;
}

export function switchContext(
  fabric: Fabric,
  self: FabricSwitch,
  view: number,
  members: ReadonlySet<string>,
): SwitchContext {
  const localHosts = fabric.hosts.filter((host) => host.switch === self.name);
  const ring = fabric.ring.members.find((member) => member.switch === self.name);
  return {
    fabric,
    self,
    view,
    members,
    paths: shortestPaths(fabric, self.name),
    localHosts: localHosts.toSorted((left, right) => left.port - right.port),
    ...(ring && { ring }),
  };
}

/** A server of a replica set, and its position in the set, which is its number there. */
export interface SetMember {
  readonly server: Host;
  readonly member: number;
}

/** The servers of a replica set that take entries. */
export function membersOf({ fabric, members }: SwitchContext, set: ReplicaSet): readonly SetMember[] {
  return set.servers.flatMap((name, member) => {
    if (!members.has(name)) return [];
    const host = fabric.hosts.find((item) => item.name === name);
    return [{ server: found(host, name), member }];
  });
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
