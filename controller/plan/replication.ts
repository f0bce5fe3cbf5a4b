import type { Entity } from "p4runtime-js-grpc/values";
import { assert } from "../../src/base/index.js";
import type { Fabric, Host, ReplicaSet } from "../fabric/model.js";
import { membersOf, portTowards, type SwitchContext, switchByName } from "./context.js";
import {
  fetchFrom,
  lead,
  logServer,
  replicaInstance,
  replicaSetCopies,
  toLeader,
  toReplica,
} from "./entries.js";

/** A stripe at the switch that leads it. */
export interface Lane {
  /** Number within the switch, from 0. */
  readonly lane: number;
  readonly stripe: number;
  readonly replicaSet: number;
  /** Where the lane's commit cursor begins: at the first position above the view's start; wraps at 2^32. */
  readonly firstCursor: number;
}

/** The replica set that keeps a stripe of a fabric. */
export function replicaSetOf({ stripes, replicaSets }: Fabric, stripe: number): ReplicaSet {
  const found = replicaSets[stripes[stripe]?.replicaSet ?? -1];
  assert(found !== undefined, `stripe ${stripe} has a replica set`);
  return found;
}

/** How many of a replica set must hold an entry durably. */
export function majorityOf(set: ReplicaSet): number {
  return Math.floor(set.servers.length / 2) + 1;
}

/**
 * The stripes that a switch leads, in order. An index is `q * stripes + stripe`, and the view hands out what is above
 * `start`: in an empty log, where index 0 is the start, the lane of stripe 0 begins at q = 1 and all others at 0.
 */
export function lanesOf(fabric: Fabric, switchName: string, start: bigint): Lane[] {
  return fabric.stripes
    .map(({ leader, replicaSet }, stripe) => ({ leader, replicaSet, stripe }))
    .filter(({ leader }) => leader === switchName)
    .map(({ replicaSet, stripe }, lane) => {
      const firstCursor = Number(BigInt.asUintN(32, positionAbove(start, stripe, fabric.stripes.length)));
      return { lane, stripe, replicaSet, firstCursor };
    });
}

/** The first position of a stripe whose index is above `start`. */
export function positionAbove(start: bigint, stripe: number, stripes: number): bigint {
  const own = BigInt(stripe);
  return start < own ? 0n : (start - own) / BigInt(stripes) + 1n;
}

/** The projection (paper §3.2.2) as this switch sees it: its own stripes, and who leads the others. */
export function stripeEntries(context: SwitchContext): Entity[] {
  const { fabric, self } = context;
  const lanes = new Map(lanesOf(fabric, self.name, 0n).map((lane) => [lane.stripe, lane]));
  return fabric.stripes.flatMap(({ leader, replicaSet }, stripe) => {
    const lane = lanes.get(stripe);
    if (lane === undefined) return [toLeader(stripe, switchByName(fabric, leader).ip, replicaSet)];
    return fabric.replicaSets
      .filter(({ number }) => number === replicaSet)
      .map((set) => lead(stripe, lane.lane, replicaSet, majorityOf(set), membersOf(context, set).length));
  });
}

/** For each replica set the multicast group of its `store` copies, what makes of each copy a member's own, and who the members are. */
export function replicaSetEntries(context: SwitchContext): Entity[] {
  return context.fabric.replicaSets.flatMap((set) => {
    const servers = membersOf(context, set);
    const copies = servers.map(({ server, member }) => ({
      port: portTowards(context, server),
      instance: replicaInstance(member),
    }));
    return [
      replicaSetCopies(set.number, copies),
      ...servers.map(({ server, member }) => toReplica(set.number, member, server.ip, server.mac)),
      ...servers.map(({ server, member }) => logServer(set.number, member, server.ip)),
    ];
  });
}

/** Whom to ask for an entry at each attempt: the nearest server first, and from the start again when it is all. */
export function readEntries(context: SwitchContext): Entity[] {
  return context.fabric.replicaSets.flatMap((set) => {
    const servers = membersOf(context, set)
      .map(({ server }) => server)
      .toSorted((left, right) => delayTo(context, left) - delayTo(context, right));
    return set.servers.flatMap((_, attempt) => {
      const server = servers[attempt % servers.length];
      return server === undefined ? [] : [fetchFrom(set.number, attempt, server.ip)];
    });
  });
}

function delayTo(context: SwitchContext, host: Host): number {
  return (context.paths.get(host.switch)?.delayUs ?? 0) + host.delayUs;
}
