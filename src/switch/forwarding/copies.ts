import type { Program } from "../model/index.js";
import type { CloneSession, ReplicationEngine } from "../state/replication.js";
import type { PacketTrace } from "../trace/packet-trace.js";
import { keepFields } from "./field-lists.js";
import type { IntrinsicWriters } from "./intrinsics.js";
import { InstanceType, NO_SESSION, type Packet } from "./packet.js";
import type { PacketPool } from "./packet-pool.js";
import type { DropReason, Statistics } from "./statistics.js";

/** A clone of a clone of a clone …: a program that goes further would never end. */
const MAX_CLONE_DEPTH = 8;

/** What becomes of copies, and how packets are parsed again. */
export interface CopyContext {
  readonly statistics: Statistics;
  readonly replication: ReplicationEngine;
  parse(packet: Packet): void;
  enqueue(packet: Packet, port: number): void;
  drop(packet: Packet, reason: DropReason): void;
}

/** Makes clones and replicas of packets. */
export class Copies {
  constructor(
    private readonly program: Program,
    private readonly pool: PacketPool,
    private readonly set: IntrinsicWriters,
    private readonly context: CopyContext,
  ) {}

  /** Copies of the packet as it entered, parsed again, with the fields of the list. */
  cloneFromIngress(packet: Packet): void {
    const session = this.takeSession(packet);
    if (session === undefined) return;
    const copy = this.pool.takeEmpty();
    copy.follow(packet);
    copy.currentLength = packet.ingressLength;
    this.set.ingressPort(copy.phv, packet.ingressPort);
    this.context.parse(copy);
    this.sendClone(packet, copy, session, InstanceType.ingressClone);
  }

  /** Copies of the packet as it is at the end of egress. */
  cloneFromEgress(packet: Packet): void {
    const session = this.takeSession(packet);
    if (session === undefined) return;
    const copy = this.pool.take();
    copy.phv.set(packet.phv);
    copy.follow(packet);
    copy.cloneDepth = packet.cloneDepth + 1;
    if (copy.cloneDepth > MAX_CLONE_DEPTH) this.context.drop(copy, "loop");
    else this.sendClone(packet, copy, session, InstanceType.egressClone);
  }

  /** Sends a replica to every port of a group, in place of the packet. */
  multicast(packet: Packet, group: number): void {
    const replicas = this.context.replication.replicas(group);
    if (replicas.length === 0) {
      this.context.drop(packet, "noReplicas");
      return;
    }
    this.set.instanceType(packet.phv, InstanceType.replicated);
    packet.trace?.add(packet.copy, { kind: "multicast", group, ports: replicas.map(({ port }) => port) });
    for (const { port, instance } of replicas) {
      this.context.enqueue(this.replicate(packet, instance, packet.trace), port);
    }
    this.pool.release(packet);
  }

  /** The session that an action asked for; it is asked for once. */
  private takeSession(packet: Packet): CloneSession | undefined {
    const { cloneSession } = packet;
    const session = this.context.replication.sessions.get(cloneSession);
    packet.cloneSession = NO_SESSION;
    if (packet.trace !== undefined) this.traceClone(packet.trace, packet, cloneSession);
    return session;
  }

  private traceClone(trace: PacketTrace, { copy }: Packet, id: number): void {
    const { replication } = this.context;
    const session = replication.sessions.get(id);
    const ports = session === undefined ? [] : replication.copies(session).map(({ port }) => port);
    trace.add(copy, { kind: "clone", session: id, ports });
  }

  private sendClone(packet: Packet, copy: Packet, session: CloneSession, type: number): void {
    const { metadataStart, metadataEnd } = this.program.layout;
    copy.phv.fill(0, metadataStart, metadataEnd);
    keepFields(this.program, copy.phv, packet.phv, packet.cloneFieldList);
    this.set.instanceType(copy.phv, type);
    if (session.classOfService > 0) this.set.priority(copy.phv, session.classOfService);
    for (const { port, instance } of this.context.replication.copies(session)) {
      const replica = this.replicate(copy, instance, packet.trace);
      if (session.packetLengthBytes > 0) replica.truncatedLength = session.packetLengthBytes;
      this.context.statistics.cloned += 1;
      this.context.enqueue(replica, port);
    }
    this.pool.release(copy);
  }

  /** A copy with headers and metadata, for one replica. */
  private replicate(packet: Packet, instance: number, trace: PacketTrace | undefined): Packet {
    const copy = this.pool.take();
    copy.phv.set(packet.phv);
    copy.follow(packet);
    copy.join(trace);
    this.set.egressRid(copy.phv, instance);
    return copy;
  }
}
