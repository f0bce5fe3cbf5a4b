import type { Entity, TableEntry } from "p4runtime-js-grpc/values";
import { tor } from "../../src/programs/index.js";
import { tokenGroup } from "../../src/programs/tor/sizes.js";
import { ringworldKind } from "../../src/wire/index.js";

/**
 * The entries of the ToR program's tables, made by the program itself: a wrong name or a value of the wrong kind
 * does not compile.
 */
const { tables, actions } = tor;

/** The tables that belong to the controller: what it did not put there, it takes away. */
export const managedTables: readonly string[] = Object.values(tables).map(({ name }) => name);

/** The multicast group of a replica set. */
function replicaSetGroup(replicaSet: number): number {
  return 16 + replicaSet;
}

/** The instance of the copy for a member of a replica set; instances count from 1. */
export function replicaInstance(member: number): number {
  return member + 1;
}

export function thisSwitch(view: number, ip: number, mac: bigint): TableEntry {
  return tables.this_switch.defaultEntry(actions.set_switch({ view, switch_ip: ip, switch_mac: mac }));
}

/** What stands behind a port, and whether the DSCP of its packets is believed. */
export function portRoleEntry(port: number, role: number, trusted: boolean): TableEntry {
  return tables.port_role.entry({ ingress_port: port }, actions.set_role({ role, trusted: bit(trusted) }));
}

/** Whether an entity is the role of a port. */
export function isPortRole(entity: Entity): boolean {
  return entity.kind === "tableEntry" && entity.table === tables.port_role.name;
}

/** The stripe that this switch leads itself, as its lane number `lane`. */
export function lead(
  stripe: number,
  lane: number,
  replicaSet: number,
  majority: number,
  members: number,
): TableEntry {
  const group = replicaSetGroup(replicaSet);
  return tables.stripe.entry(
    { stripe },
    actions.lead({ lane, replica_set: replicaSet, group, majority, members }),
  );
}

/** A stripe that another switch leads. */
export function toLeader(stripe: number, leaderIp: number, replicaSet: number): TableEntry {
  return tables.stripe.entry({ stripe }, actions.to_leader({ leader_ip: leaderIp, replica_set: replicaSet }));
}

/** An address of the host behind a port. */
export function sourceAddress(port: number, ip: number): TableEntry {
  return tables.source_address.entry({ ingress_port: port, source: ip }, actions.own_address());
}

/** The same, of a host that is fenced off. */
export function fencedSource(port: number, ip: number): TableEntry {
  return tables.source_address.entry({ ingress_port: port, source: ip }, actions.fenced_address());
}

/** A log server that is fenced off: nothing that comes over the fabric for it is forwarded. */
export function fencedServer(ip: number): TableEntry {
  return tables.fenced_server.entry({ server: ip }, actions.fence());
}

const requestsOfLeaders = ["store", "witness", "fetch", "forget"] as const;

/** The same, for what this switch itself sends as a leader. */
export function guardedPort(port: number): readonly TableEntry[] {
  return requestsOfLeaders.map((kind) =>
    tables.server_guard.entry({ egress_port: port, kind: ringworldKind[kind] }, actions.fence_off()),
  );
}

const wholeWord = 0xffff_ffff;

/** Of two entries that match, the one of a stream decides. */
const feedPriority = { any: 1, stream: 2 } as const;

/** A stream that the host behind a port subscribes to. */
export function subscriber(port: number, stream: number): TableEntry {
  const key = { egress_port: port, stream: { value: stream, mask: wholeWord } };
  return tables.subscription.entry(key, actions.let_through(), { priority: feedPriority.stream });
}

/** A port to another switch: it carries all streams. */
export function allStreams(port: number): TableEntry {
  return tables.subscription.entry({ egress_port: port }, actions.let_through(), {
    priority: feedPriority.any,
  });
}

/** A member of a replica set, by its address. */
export function logServer(replicaSet: number, member: number, serverIp: number): TableEntry {
  const key = { replica_set: replicaSet, source: serverIp };
  return tables.log_server.entry(key, actions.is_member({ replica: replicaBit(member) }));
}

/** The bit of a member in the votes of a slot. */
function replicaBit(member: number): number {
  return 1 << member;
}

/** The log server that answers a read at an attempt. */
export function fetchFrom(replicaSet: number, attempt: number, serverIp: number): TableEntry {
  const key = { replica_set: replicaSet, attempt };
  return tables.read_replica.entry(key, actions.fetch_from({ server_ip: serverIp }));
}

/** Where a token goes that a tick sends. */
export function successor(port: number): TableEntry {
  return tables.ring_successor.defaultEntry(actions.set_successor({ port }));
}

export function route(dst: number, prefixLength: number, port: number, dstMac: bigint): TableEntry {
  return tables.ipv4_route.entry(
    { dst: { value: dst, prefixLength } },
    actions.forward({ port, dst_mac: dstMac }),
  );
}

/** The class of a packet from a trusted port. */
export function classOfTrusted(dscp: number, priority: number): TableEntry {
  return tables.dscp_class.entry({ dscp, trusted: 1 }, actions.set_class({ priority }));
}

/** A packet that claims a class at a port that may not: it becomes what everybody is. */
export function remarkUntrusted(dscp: number): TableEntry {
  return tables.dscp_class.entry({ dscp, trusted: 0 }, actions.remark({ dscp: 0, priority: 0 }));
}

/** The copy of a `store` for one member of a replica set. */
export function toReplica(
  replicaSet: number,
  member: number,
  serverIp: number,
  serverMac: bigint,
): TableEntry {
  return tables.replica_copy.entry(
    { replica_set: replicaSet, egress_rid: replicaInstance(member) },
    actions.to_replica({ server_ip: serverIp, server_mac: serverMac, replica: replicaBit(member) }),
  );
}

/** The copies of a token, each to a port and with the number that says what becomes of it. */
export function tokenCopies(copies: readonly { port: number; instance: number }[]): Entity {
  return { kind: "multicastGroup", groupId: tokenGroup, replicas: copies };
}

/** The copies of a `store`. */
export function replicaSetCopies(
  replicaSet: number,
  copies: readonly { port: number; instance: number }[],
): Entity {
  return { kind: "multicastGroup", groupId: replicaSetGroup(replicaSet), replicas: copies };
}

function bit(value: boolean): number {
  return value ? 1 : 0;
}
