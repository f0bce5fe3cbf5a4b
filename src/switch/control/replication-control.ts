import type { CloneSessionEntry, MulticastGroupEntry, Replica, UpdateType } from "p4runtime-js-grpc/values";
import type { ReplicationEngine } from "../state/replication.js";
import { requireExistence } from "./profile-control.js";
import { refuseControl } from "./refusal.js";

const MAX_GROUP_ID = 0xffff;

function checkId(id: number, maximum: number, what: string): void {
  if (id < 1 || id > maximum) refuseControl("OUT_OF_RANGE", `a ${what} is 1 to ${maximum}, not ${id}`);
}

/** simple_switch keeps the number of a clone session in 15 bits. */
export function checkSessionId(id: number): void {
  checkId(id, 0x7fff, "clone session");
}

function checkReplicas(replicas: readonly Replica[]): void {
  const seen = new Set(replicas.map(({ port, instance }) => `${port}/${instance}`));
  if (seen.size < replicas.length)
    refuseControl("INVALID_ARGUMENT", "two replicas with one port and instance");
}

/** Inserts, modifies or deletes a multicast group. */
export function applyGroup(engine: ReplicationEngine, type: UpdateType, group: MulticastGroupEntry): void {
  checkId(group.groupId, MAX_GROUP_ID, "multicast group");
  requireExistence(type, engine.groups.has(group.groupId), `multicast group ${group.groupId}`);
  checkReplicas(group.replicas);
  engine.groupMetadata.delete(group.groupId);
  if (type === "delete") {
    engine.groups.delete(group.groupId);
    return;
  }
  engine.groups.set(group.groupId, group.replicas);
  if (group.metadata !== undefined) engine.groupMetadata.set(group.groupId, group.metadata);
}

/** Inserts, modifies or deletes a clone session; its class of service must be one of the switch's classes. */
export function applySession(
  engine: ReplicationEngine,
  type: UpdateType,
  session: CloneSessionEntry,
  classes: number,
): void {
  checkSessionId(session.sessionId);
  requireExistence(type, engine.sessions.has(session.sessionId), `clone session ${session.sessionId}`);
  checkReplicas(session.replicas);
  if (session.classOfService >= classes) {
    refuseControl("OUT_OF_RANGE", `class of service ${session.classOfService}; a port has ${classes} queues`);
  }
  if (type === "delete") engine.sessions.delete(session.sessionId);
  else engine.sessions.set(session.sessionId, session);
}

export function* groups(engine: ReplicationEngine): Iterable<MulticastGroupEntry> {
  for (const [groupId, replicas] of engine.groups) {
    const metadata = engine.groupMetadata.get(groupId);
    yield { kind: "multicastGroup", groupId, replicas, ...(metadata === undefined ? {} : { metadata }) };
  }
}

export function* sessions(engine: ReplicationEngine): Iterable<CloneSessionEntry> {
  for (const [sessionId, { replicas, classOfService, packetLengthBytes }] of engine.sessions) {
    yield { kind: "cloneSession", sessionId, replicas, classOfService, packetLengthBytes };
  }
}
