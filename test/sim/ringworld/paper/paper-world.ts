import { parseFabric } from "../../../../controller/fabric/parse.js";
import {
  defaultSimulation,
  type Fault,
  ringFabricText,
  type SimulationOptions,
} from "../../../../src/sim/index.js";
import { kindName } from "../../../../src/sim/ringworld/describe-message.js";
import { RingWorldWorld } from "../../../../src/sim/ringworld/world.js";
import { decodeFrame, type RingWorldHeader } from "../../../../src/wire/index.js";
import { torStock } from "../artifact.js";
import type { Sent } from "../sent.js";

// What the claims of section 3 of "Designing a Datacenter-wide Distributed Shared Log" (HotOS 2025) are looked at in: a
// world of four racks. The switches run the committed artifact, hosts and controller their own cores.

/** The fabric of that world. */
export const fabric = parseFabric(ringFabricText(defaultSimulation.fabric), "paper-claims");

/** The switches, as the token visits them. */
export const ring: readonly string[] = fabric.ring.members.map((member) => member.switch);

/** Faults end here, and clients begin nothing more. */
export const { safetyUs } = defaultSimulation;

export function isSwitch(name: string): boolean {
  return ring.includes(name);
}

export function successorOf(name: string): string {
  return ring[(ring.indexOf(name) + 1) % ring.length] ?? "";
}

export function stripeOf(index: number): number {
  return index % fabric.stripes.length;
}

/** The switch that leads an index while all switches are there. */
export function leaderOf(index: number): string {
  return fabric.stripes[stripeOf(index)]?.leader ?? "";
}

/** The log servers that must keep an index, in the order of their names. */
export function replicasOf(index: number): readonly string[] {
  const set = fabric.stripes[stripeOf(index)]?.replicaSet;
  return fabric.replicaSets.find(({ number }) => number === set)?.servers.toSorted() ?? [];
}

/** The log servers of a switch's rack. */
export function serversAt(name: string): readonly string[] {
  return fabric.hosts
    .filter((host) => host.switch === name && host.role === "log-server")
    .map((host) => host.name);
}

/** A machine that is off from the tenth millisecond on, until faults end. */
export function dead(node: string): Fault {
  return { kind: "crash", node, fromUs: 10_000, untilUs: safetyUs };
}

/** The messages of some kinds. */
export function ofKind(messages: readonly Sent[], ...kinds: readonly string[]): readonly Sent[] {
  return messages.filter(({ kind }) => kinds.includes(kind));
}

/** The token's hops from switch to switch, each once: what is not acknowledged in time is sent again. */
export function hopsOf(messages: readonly Sent[]): readonly Sent[] {
  const tokens = ofKind(messages, "token").toReversed();
  const hops = new Map(tokens.map((each) => [`${each.number("view")} ${each.number("sequence")}`, each]));
  return [...hops.values()].toSorted((left, right) => left.atUs - right.atUs);
}

/** The batches that the token's visits gave out, each once: the rack's hosts get a copy each. */
export function batchesOf(messages: readonly Sent[]): readonly Sent[] {
  const releases = ofKind(messages, "release");
  const key = ({ from, number }: Sent) => `${from} ${number("view")} ${number("epoch")}`;
  return [...new Map(releases.map((each) => [key(each), each])).values()];
}

/** Everything by a key, in the order in which the keys came first. */
export function grouped<Item, Key>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): Map<Key, readonly Item[]> {
  const groups = new Map<Key, readonly Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** A frame on a cable. */
export interface Crossing {
  readonly atUs: number;
  /** `ring s1-s2`, `fabric s1-s2`, or `host client-1-1`. */
  readonly cable: string;
  /** Away from the switch, or, between switches, from the first of the two to the second. */
  readonly toRight: boolean;
  readonly kind: string;
  readonly header: RingWorldHeader;
  readonly bytes: number;
}

/** What goes over each cable of the world for a while, with nothing going wrong. */
export function watchedCables(changes: Partial<SimulationOptions>, untilUs: number): readonly Crossing[] {
  const world = new RingWorldWorld({
    ...defaultSimulation,
    seed: 1,
    stock: torStock,
    faults: [],
    ...changes,
  });
  const { simulation } = world.foundation;
  const crossings: Crossing[] = [];
  for (const [cable, each] of world.network.cables) {
    each.onSend((frame, toRight) => {
      const decoded = decodeFrame(frame);
      if (!decoded.ok) throw new Error(`${cable} carries a frame that is none of the protocol`);
      const header = decoded.frame.ringworld;
      const kind = kindName(header);
      crossings.push({ atUs: simulation.nowUs(), cable, toRight, kind, header, bytes: frame.length });
    });
  }
  world.start();
  simulation.runUntil(untilUs, () => false);
  world.network.giveBack();
  return crossings;
}
