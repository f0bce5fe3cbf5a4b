import { CodedError } from "../../src/base/index.js";
import type { Fabric, Ring, Stripe } from "../fabric/model.js";
import { findRing } from "./find-ring.js";

/** Names of log servers of which a majority speaks for all. */
export type ServerSet = readonly string[];

/** Who takes part in a view. Everything else about the view follows from this, the fabric and the start. */
export interface Membership {
  /** Names of the switches that carry traffic, in the order of the fabric file. */
  readonly switches: readonly string[];
  /** Names of the log servers that take entries, in the order of the fabric file. */
  readonly servers: readonly string[];
}

/** Whether a fabric has all that a membership names; not so when its file was changed. */
export function isMembershipOf(fabric: Fabric, { switches, servers }: Membership): boolean {
  const isKnown = (names: readonly string[], known: readonly { readonly name: string }[]) =>
    names.every((name) => known.some((item) => item.name === name));
  return isKnown(switches, fabric.switches) && isKnown(servers, fabric.hosts);
}

/** The log servers that a view of these switches can have, of those that `answer`. */
export function reachableServers(
  fabric: Fabric,
  switches: readonly string[],
  answers: (server: string) => boolean,
): readonly string[] {
  return fabric.hosts
    .filter(({ role, name, switch: tor }) => role === "log-server" && switches.includes(tor) && answers(name))
    .map(({ name }) => name);
}

/** Whether a majority of every set is among some log servers. */
export function hasMajorities(sets: readonly ServerSet[], servers: readonly string[]): boolean {
  return sets.every((set) => set.filter((name) => servers.includes(name)).length > set.length / 2);
}

/**
 * The part of a fabric that a view uses: its switches and what hangs on them, a ring over those that ring links can
 * join, and every stripe led by a switch of the ring.
 *
 * @throws CodedError `VIEW-NO-RING` when no two switches can form a ring
 */
export function fabricOfView(fabric: Fabric, { switches }: Membership): Fabric {
  const isAlive = (name: string) => switches.includes(name);
  const members = fabric.switches.filter(({ name }) => isAlive(name));
  const links = fabric.links.filter(({ a, b }) => isAlive(a.switch) && isAlive(b.switch));
  const ring = findRing(fabric, links, switches);
  if (ring === undefined) {
    throw new CodedError({
      code: "VIEW-NO-RING",
      message: `no ring links join ${switches.join(", ") || "no switch at all"}`,
      help: "A ring needs two switches that ring links join.",
    });
  }
  return {
    ...fabric,
    racks: fabric.racks.filter(({ name }) => members.some(({ rack }) => rack === name)),
    switches: members,
    hosts: fabric.hosts.filter((host) => isAlive(host.switch)),
    links,
    ring,
    stripes: stripesOfView(fabric, ring),
  };
}

/** A stripe keeps its leader while that is on the ring; the others go round it. */
function stripesOfView({ stripes }: Fabric, ring: Ring): Stripe[] {
  const leaders = ring.members.map((member) => member.switch);
  let orphans = 0;
  return stripes.map((stripe) => {
    if (leaders.includes(stripe.leader)) return stripe;
    const leader = leaders[orphans % leaders.length] ?? stripe.leader;
    orphans += 1;
    return { ...stripe, leader };
  });
}
