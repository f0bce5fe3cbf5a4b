import type { Fabric, PortOfSwitch, RingMember } from "../fabric/model.js";
import { formatPort } from "../fabric/references.js";
import { nameOfLink } from "./difference.js";

/**
 * The fabric between two: all that either has, with the replica sets, stripes and classes of `wanted`. What leaves is
 * still there, keeps nothing of the log, and leads nothing; so entries can be copied from it.
 */
export function unionOf(from: Fabric, wanted: Fabric): Fabric {
  const trusted = new Map([...wanted.trustedPorts, ...leavingTrust(from, wanted)].map(named));
  return {
    ...wanted,
    racks: joined(from.racks, wanted.racks, ({ name }) => name),
    switches: joined(from.switches, wanted.switches, ({ name }) => name),
    hosts: joined(from.hosts, wanted.hosts, ({ name }) => name),
    links: joined(from.links, wanted.links, nameOfLink),
    ring: { ...wanted.ring, members: joinedRing(from.ring.members, wanted.ring.members) },
    trustedPorts: [...trusted.values()],
  };
}

/** The items of `wanted`, and those of `from` that are not among them. */
function joined<Item>(
  from: readonly Item[],
  wanted: readonly Item[],
  nameOf: (item: Item) => string,
): readonly Item[] {
  const known = new Set(wanted.map(nameOf));
  return [...wanted, ...from.filter((item) => !known.has(nameOf(item)))];
}

/** A switch that leaves keeps its place behind the one that it followed: there are ring links for that. */
function joinedRing(from: readonly RingMember[], wanted: readonly RingMember[]): readonly RingMember[] {
  const members = [...wanted];
  for (const member of from) {
    if (wanted.some((each) => each.switch === member.switch)) continue;
    const before = members.findIndex((each) => each.switch === member.predecessor.switch);
    members.splice(before + 1, 0, member);
  }
  return members;
}

/** Trusted ports of hosts that leave. */
function leavingTrust(from: Fabric, wanted: Fabric): readonly PortOfSwitch[] {
  const isKept = ({ switch: name, port }: PortOfSwitch) =>
    wanted.hosts.some((host) => host.switch === name && host.port === port);
  return from.trustedPorts.filter((port) => !isKept(port));
}

function named(port: PortOfSwitch): readonly [string, PortOfSwitch] {
  return [formatPort(port), port];
}
