import type { Entity, MatchValue, TableEntry } from "p4runtime-js-grpc/values";

/**
 * The entries of the ToR program's tables, one function a table: the only place that knows how the tables, their
 * keys and their actions are called (docs/PROTOCOL.md).
 */

/** What stands behind a port, as `ingress.port_role` says it. */
export const portRole = { host: 1, logServer: 2, ring: 3, fabric: 4, controller: 5, generator: 6 } as const;

/** The multicast group of the token. */
export const tokenGroup = 1;
/** Which copy of the token a replica is, by its instance. */
export const tokenCopy = { successor: 1, predecessor: 2, host: 3 } as const;

/** The multicast group of a replica set. */
export function replicaSetGroup(replicaSet: number): number {
  return 16 + replicaSet;
}

/** The instance of the copy for a member of a replica set; instances count from 1. */
export function replicaInstance(member: number): number {
  return member + 1;
}

/** The tables that belong to the controller: what it did not put there, it takes away. */
export const managedTables = [
  "ingress.this_switch",
  "ingress.port_role",
  "ingress.stripe",
  "ingress.read_replica",
  "ingress.ring_successor",
  "ingress.ipv4_route",
  "ingress.dscp_class",
  "egress.replica_copy",
] as const;

type ManagedTable = (typeof managedTables)[number];

export function setSwitch(view: number, ip: number, mac: bigint): TableEntry {
  const params = { view: BigInt(view), switch_ip: BigInt(ip), switch_mac: mac };
  return defaultEntry("ingress.this_switch", "ingress.set_switch", params);
}

/** What stands behind a port, and whether the DSCP of its packets is believed. */
export function setRole(port: number, role: number, trusted: boolean): TableEntry {
  const params = { role: BigInt(role), trusted: bit(trusted) };
  return entry("ingress.port_role", { ingress_port: exact(port) }, "ingress.set_role", params);
}

/** The stripe that this switch leads itself, as its lane number `lane`. */
export function lead(stripe: number, lane: number, replicaSet: number, majority: number): TableEntry {
  const params = {
    lane: BigInt(lane),
    replica_set: BigInt(replicaSet),
    group: BigInt(replicaSetGroup(replicaSet)),
    majority: BigInt(majority),
  };
  return entry("ingress.stripe", { stripe: exact(stripe) }, "ingress.lead", params);
}

/** A stripe that another switch leads. */
export function toLeader(stripe: number, leaderIp: number): TableEntry {
  return entry("ingress.stripe", { stripe: exact(stripe) }, "ingress.to_leader", {
    leader_ip: BigInt(leaderIp),
  });
}

export function fetchFrom(replicaSet: number, attempt: number, serverIp: number): TableEntry {
  const match = { replica_set: exact(replicaSet), attempt: exact(attempt) };
  return entry("ingress.read_replica", match, "ingress.fetch_from", { server_ip: BigInt(serverIp) });
}

export function setSuccessor(port: number): TableEntry {
  return defaultEntry("ingress.ring_successor", "ingress.set_successor", { port: BigInt(port) });
}

export function forward(dst: number, prefixLength: number, port: number, dstMac: bigint): TableEntry {
  const match = { dst: { kind: "lpm", value: BigInt(dst), prefixLength } } as const;
  return entry("ingress.ipv4_route", match, "ingress.forward", { port: BigInt(port), dst_mac: dstMac });
}

/** The class of a packet from a trusted port. */
export function setClass(dscp: number, priority: number): TableEntry {
  return entry("ingress.dscp_class", dscpKey(dscp, true), "ingress.set_class", {
    priority: BigInt(priority),
  });
}

/** A packet that claims a class at a port that may not: it becomes what everybody is. */
export function remark(dscp: number): TableEntry {
  return entry("ingress.dscp_class", dscpKey(dscp, false), "ingress.remark", { dscp: 0n, priority: 0n });
}

function dscpKey(dscp: number, trusted: boolean): Readonly<Record<string, MatchValue>> {
  return { dscp: exact(dscp), trusted: { kind: "exact", value: bit(trusted) } };
}

/** The copy of a `store` for one member of a replica set. */
export function toReplica(
  replicaSet: number,
  member: number,
  serverIp: number,
  serverMac: bigint,
): TableEntry {
  const match = { replica_set: exact(replicaSet), egress_rid: exact(replicaInstance(member)) };
  const params = { server_ip: BigInt(serverIp), server_mac: serverMac, replica: 1n << BigInt(member) };
  return entry("egress.replica_copy", match, "egress.to_replica", params);
}

export function multicastGroup(
  groupId: number,
  copies: readonly { port: number; instance: number }[],
): Entity {
  return { kind: "multicastGroup", groupId, replicas: copies };
}

function bit(value: boolean): bigint {
  return value ? 1n : 0n;
}

function exact(value: number): MatchValue {
  return { kind: "exact", value: BigInt(value) };
}

function entry(
  table: ManagedTable,
  match: Readonly<Record<string, MatchValue>>,
  action: string,
  params: Readonly<Record<string, bigint>>,
): TableEntry {
  const value = { kind: "action", value: { action, params } } as const;
  return {
    kind: "tableEntry",
    table,
    match,
    priority: 0,
    action: value,
    isDefault: false,
    idleTimeoutNs: 0n,
    metadata: new Uint8Array(0),
  };
}

function defaultEntry(
  table: ManagedTable,
  action: string,
  params: Readonly<Record<string, bigint>>,
): TableEntry {
  return { ...entry(table, {}, action, params), isDefault: true };
}
