import type { Program } from "../model/index.js";
import { emptyPhv, readNumber } from "../phv/access.js";
import type { CloneSession, ReplicationEngine } from "../state/replication.js";
import { type Engine, ProgramAssertion } from "./engine.js";
import type { Port, SwitchClock, SwitchTimers } from "./environment.js";
import { type IntrinsicWriters, intrinsicWriters, seesTime } from "./intrinsics.js";
import { InstanceType, NO_SESSION, Packet } from "./packet.js";
import { Queue } from "./queue.js";
import type { DropReason, DropReport, Statistics } from "./statistics.js";

/** How often a packet may loop at once; after that it waits before each further loop. */
const IMMEDIATE_LOOPS = 2;
/** A clone of a clone of a clone …: a program that goes further would never end. */
const MAX_CLONE_DEPTH = 8;
/** Copies that may stand in line inside one piece of work. */
const MAX_DEPARTURES = 1 << 16;

/** What moving packets needs besides the program itself. */
export interface ForwarderContext {
  readonly clock: SwitchClock;
  readonly timers: SwitchTimers;
  readonly statistics: Statistics;
  readonly ports: ReadonlyMap<number, Port>;
  readonly replication: ReplicationEngine;
  readonly dropPort: number;
  readonly priorityQueues: number;
  readonly recirculationDelayUs: number;
  readonly maxLoops: number;
  readonly maxLoopingPackets: number;
  /** The time that programs see starts here. */
  readonly startUs: number;
  /** Takes the values of a digest. */
  digest(id: number, phv: Uint32Array): void;
  /** Absent: nobody wants to know. */
  readonly dropped?: (report: DropReport) => void;
}

/**
 * Moves packets of one program between ports, ingress, replication and egress in the order that simple_switch
 * documents ("Pseudocode for what happens at the end of ingress and egress processing").
 *
 * Everything runs to completion inside `receive`, except a packet that loops for long: it waits for the timer.
 */
export class Forwarder {
  private readonly empty: Uint32Array;
  private readonly set: IntrinsicWriters;
  private readonly seesTime: boolean;
  private readonly arrivals = new Queue<Packet>();
  private readonly loops = new Queue<Packet>();
  private readonly departures = new Queue<Packet>();
  private readonly idle: Packet[] = [];
  private running = false;
  private stopped = false;
  /** Packets in the loop queue or waiting for their time. */
  private looping = 0;
  /** Time of the work at hand, read once per packet. */
  private nowUs = 0;

  constructor(
    private readonly program: Program,
    private readonly engine: Engine,
    private readonly context: ForwarderContext,
  ) {
    this.empty = emptyPhv(program.layout);
    this.set = intrinsicWriters(program);
    this.seesTime = seesTime(program);
  }

  /** Takes a packet in at a port. The bytes are the switch's from now on. */
  receive(port: number, bytes: Uint8Array): void {
    const packet = this.take();
    packet.phv.set(this.empty);
    packet.arrive(port, bytes);
    this.set.ingressPort(packet.phv, port);
    this.set.packetLength(packet.phv, bytes.length);
    const statistics = this.context.statistics.port(port);
    statistics.receivedPackets += 1;
    statistics.receivedBytes += bytes.length;
    this.arrivals.push(packet);
    if (!this.running) this.run();
  }

  /** Ends all packets that still wait, because another program takes over. */
  stop(): void {
    this.stopped = true;
  }

  /** Works until nothing is left to do now. A packet that comes in meanwhile joins the queue. */
  private run(): void {
    this.running = true;
    try {
      while (this.step());
    } finally {
      this.running = false;
    }
  }

  /** One packet through ingress or egress; copies leave before anything else enters. */
  private step(): boolean {
    const departing = this.departures.shift();
    const packet = departing ?? this.nextEntering();
    if (packet === undefined) return false;
    if (this.stopped) {
      this.drop(packet, "noProgram");
      return true;
    }
    try {
      if (departing === undefined) this.ingress(packet);
      else this.depart(packet);
    } catch (error) {
      if (!(error instanceof ProgramAssertion)) throw error;
      this.drop(packet, "assertion");
    }
    return true;
  }

  private nextEntering(): Packet | undefined {
    if (this.loops.length === 0) return this.arrivals.shift();
    this.looping -= 1;
    return this.loops.shift();
  }

  private ingress(packet: Packet): void {
    const { phv } = packet;
    if (this.seesTime) {
      this.nowUs = this.context.clock.nowUs();
      if (packet.loops === 0) this.set.ingressTimestamp(phv, this.timestamp());
    }
    this.engine.parse(packet);
    this.set.parserError(phv, packet.parserError);
    this.set.checksumError(phv, packet.checksumError ? 1 : 0);
    this.engine.ingress(packet);
    packet.exited = false;
    if (packet.cloneSession !== NO_SESSION) this.cloneFromIngress(packet);
    if (packet.digest > 0) this.context.digest(packet.digest, phv);
    packet.digest = 0;
    this.leaveIngress(packet);
  }

  private leaveIngress(packet: Packet): void {
    const { egressSpec, multicastGroup } = this.program.intrinsic;
    if (packet.resubmitFieldList > 0) {
      this.resubmit(packet);
      return;
    }
    const group = readNumber(packet.phv, multicastGroup);
    if (group !== 0) {
      this.multicast(packet, group);
      return;
    }
    const port = readNumber(packet.phv, egressSpec);
    if (port === this.context.dropPort) {
      this.drop(packet, "ingress");
      return;
    }
    this.set.instanceType(packet.phv, InstanceType.normal);
    this.enqueue(packet, port);
  }

  /** Puts a packet into the queue of its port and class. */
  private enqueue(packet: Packet, port: number): void {
    packet.egressPort = port;
    packet.priority = readNumber(packet.phv, this.program.intrinsic.priority);
    if (packet.priority >= this.context.priorityQueues) {
      this.drop(packet, "priority");
      return;
    }
    if (this.departures.length >= MAX_DEPARTURES) {
      this.drop(packet, "queueFull");
      return;
    }
    packet.enqueuedUs = this.nowUs;
    this.set.enqueueTimestamp(packet.phv, this.timestamp());
    this.set.enqueueDepth(packet.phv, 0);
    this.departures.push(packet);
  }

  private depart(packet: Packet): void {
    const { phv } = packet;
    this.set.egressTimestamp(phv, this.timestamp());
    this.set.dequeueDelta(phv, Math.floor(this.nowUs - packet.enqueuedUs));
    this.set.dequeueDepth(phv, 0);
    this.set.queueId(phv, packet.priority);
    this.set.egressPort(phv, packet.egressPort);
    this.set.egressSpec(phv, this.context.dropPort + 1);
    this.set.packetLength(phv, packet.currentLength);
    this.engine.egress(packet);
    if (packet.cloneSession !== NO_SESSION) this.cloneFromEgress(packet);
    if (readNumber(phv, this.program.intrinsic.egressSpec) === this.context.dropPort) {
      this.drop(packet, "egress");
      return;
    }
    const bytes = this.engine.deparse(packet);
    if (packet.recirculateFieldList > 0) this.recirculate(packet, bytes);
    else this.transmit(packet, bytes);
  }

  private transmit(packet: Packet, bytes: Uint8Array): void {
    const port = this.context.ports.get(packet.egressPort);
    if (port === undefined) {
      this.drop(packet, "noPort");
      return;
    }
    const statistics = this.context.statistics.port(packet.egressPort);
    statistics.sentPackets += 1;
    statistics.sentBytes += bytes.length;
    this.release(packet);
    port.send(bytes);
  }

  /** The session that an action asked for; it is asked for once. */
  private takeSession(packet: Packet): CloneSession | undefined {
    const session = this.context.replication.sessions.get(packet.cloneSession);
    packet.cloneSession = NO_SESSION;
    return session;
  }

  /** Copies of the packet as it entered, parsed again, with the fields of the list. */
  private cloneFromIngress(packet: Packet): void {
    const session = this.takeSession(packet);
    if (session === undefined) return;
    const copy = this.take();
    copy.phv.set(this.empty);
    copy.follow(packet);
    copy.currentLength = packet.ingressLength;
    this.set.ingressPort(copy.phv, packet.ingressPort);
    this.engine.parse(copy);
    this.sendClone(packet, copy, session, InstanceType.ingressClone);
  }

  /** Copies of the packet as it is at the end of egress. */
  private cloneFromEgress(packet: Packet): void {
    const session = this.takeSession(packet);
    if (session === undefined) return;
    const copy = this.take();
    copy.phv.set(packet.phv);
    copy.follow(packet);
    copy.cloneDepth = packet.cloneDepth + 1;
    if (copy.cloneDepth > MAX_CLONE_DEPTH) this.drop(copy, "loop");
    else this.sendClone(packet, copy, session, InstanceType.egressClone);
  }

  private sendClone(packet: Packet, copy: Packet, session: CloneSession, type: number): void {
    const { metadataStart, metadataEnd } = this.program.layout;
    copy.phv.fill(0, metadataStart, metadataEnd);
    this.keepFields(copy, packet, packet.cloneFieldList);
    this.set.instanceType(copy.phv, type);
    for (const { port, instance } of session.replicas) {
      const replica = this.replicate(copy, instance);
      if (session.packetLengthBytes > 0) replica.truncatedLength = session.packetLengthBytes;
      this.context.statistics.cloned += 1;
      this.enqueue(replica, port);
    }
    this.release(copy);
  }

  private multicast(packet: Packet, group: number): void {
    const replicas = this.context.replication.replicas(group);
    if (replicas.length === 0) {
      this.drop(packet, "noReplicas");
      return;
    }
    this.set.instanceType(packet.phv, InstanceType.replicated);
    for (const { port, instance } of replicas) this.enqueue(this.replicate(packet, instance), port);
    this.release(packet);
  }

  /** A copy with headers and metadata, for one replica. */
  private replicate(packet: Packet, instance: number): Packet {
    const copy = this.take();
    copy.phv.set(packet.phv);
    copy.follow(packet);
    this.set.egressRid(copy.phv, instance);
    return copy;
  }

  private resubmit(packet: Packet): void {
    this.context.statistics.resubmitted += 1;
    this.again(packet, packet.bytes, packet.resubmitFieldList, InstanceType.resubmitted);
  }

  private recirculate(packet: Packet, bytes: Uint8Array): void {
    this.context.statistics.recirculated += 1;
    this.again(packet, bytes, packet.recirculateFieldList, InstanceType.recirculated);
  }

  /** Starts the packet over, with the fields of a list. */
  private again(packet: Packet, bytes: Uint8Array, fieldList: number, type: number): void {
    const again = this.take();
    again.phv.set(this.empty);
    again.follow(packet);
    again.bytes = bytes;
    again.ingressLength = bytes.length;
    again.currentLength = bytes.length;
    again.loops = packet.loops + 1;
    this.keepFields(again, packet, fieldList);
    this.set.instanceType(again.phv, type);
    this.set.packetLength(again.phv, bytes.length);
    this.release(packet);
    this.loop(again);
  }

  /** The first loops come right after the work at hand; later ones wait, so that waiting packets cost little. */
  private loop(packet: Packet): void {
    if (packet.loops > this.context.maxLoops) {
      this.drop(packet, "loop");
      return;
    }
    if (this.looping >= this.context.maxLoopingPackets) {
      this.drop(packet, "queueFull");
      return;
    }
    this.looping += 1;
    if (packet.loops <= IMMEDIATE_LOOPS) {
      this.loops.push(packet);
      return;
    }
    this.context.timers.schedule(this.context.recirculationDelayUs, () => {
      this.loops.push(packet);
      if (!this.running) this.run();
    });
  }

  private keepFields(target: Packet, source: Packet, list: number): void {
    for (const { offset, words } of this.program.fieldLists.get(list) ?? []) {
      for (let word = offset; word < offset + words; word++) target.phv[word] = source.phv[word] ?? 0;
    }
  }

  /** Microseconds since the switch started. */
  private timestamp(): number {
    return Math.floor(this.nowUs - this.context.startUs);
  }

  private drop(packet: Packet, reason: DropReason): void {
    this.context.statistics.drop(reason);
    this.context.dropped?.(this.report(packet, reason));
    this.release(packet);
  }

  private report(packet: Packet, reason: DropReason): DropReport {
    const table = this.program.tables[packet.lastTable];
    const action = this.program.actions[packet.lastAction];
    return {
      reason,
      ingressPort: packet.ingressPort,
      ...(table === undefined ? {} : { lastTable: table.name }),
      ...(action === undefined ? {} : { lastAction: action.name }),
      loops: packet.loops,
    };
  }

  private take(): Packet {
    return this.idle.pop() ?? new Packet(this.program.layout.words);
  }

  private release(packet: Packet): void {
    this.idle.push(packet);
  }
}
