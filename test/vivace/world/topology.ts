import type { ContainerMetadata, ObjectPlace, VivaceHost } from "../../../src/vivace/index.js";
import { macOfIpv4, rackHostAddress, type UdpEnd, vivacePort } from "../../../src/wire/index.js";
import { bytesOf } from "../support/show.js";

/** Machines by site: site 0 first. Replicas are named r1, r2, …, clients c1, c2, … */
export interface Topology {
  readonly replicas: readonly { readonly name: string; readonly site: number }[];
  readonly clients: readonly { readonly name: string; readonly site: number }[];
  /** The replica set of all objects. */
  readonly replicaSet: readonly string[];
  /** The local set of each site. */
  readonly localSets: readonly (readonly string[])[];
}

/** Figure 5 of the paper: replica r1 at site 0 and r2, r3 at site 1; the local set of site 0 is r1, r4, r5. */
export const figure5: Topology = {
  replicas: [
    { name: "r1", site: 0 },
    { name: "r2", site: 1 },
    { name: "r3", site: 1 },
    { name: "r4", site: 0 },
    { name: "r5", site: 0 },
    { name: "r6", site: 1 },
  ],
  clients: [
    { name: "c1", site: 0 },
    { name: "c2", site: 0 },
    { name: "c3", site: 1 },
  ],
  replicaSet: ["r1", "r2", "r3"],
  localSets: [
    ["r1", "r4", "r5"],
    ["r2", "r3", "r6"],
  ],
};

/** Where a machine is: its site's network, and its number there. */
export function hostOf(topology: Topology, name: string): VivaceHost {
  const machines = [...topology.replicas, ...topology.clients];
  const number = machines.findIndex((machine) => machine.name === name);
  const address = rackHostAddress((machines[number]?.site ?? 0) + 1, number + 1);
  const port = name.startsWith("r") ? vivacePort : vivacePort + number;
  return { address, port, mac: macOfIpv4(address), gatewayMac: macOfIpv4(address | 0xff) };
}

/** Where an object is kept, as a client at a site sees it. */
export function placeOf(topology: Topology, key: string, site: number): ObjectPlace {
  const end = (name: string): UdpEnd => {
    const { address, port } = hostOf(topology, name);
    return { address, port };
  };
  const locals = (topology.localSets[site] ?? []).map(end);
  return { key: bytesOf(key), replicas: topology.replicaSet.map(end), locals };
}

/** The metadata of a container that is kept at these machines; site `n` is called `site-n`. */
export function metadataOf(
  topology: Topology,
  type: ContainerMetadata["type"],
  { replicaSet, localSets }: Pick<Topology, "replicaSet" | "localSets">,
): ContainerMetadata {
  const at = (site: number) => placeOf({ ...topology, replicaSet, localSets }, "", site);
  const sites = localSets.map((_, site) => [`site-${site}`, at(site).locals] as const);
  return { type, replicas: at(0).replicas, localSets: new Map(sites) };
}
