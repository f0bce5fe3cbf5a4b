import type { Field, Program } from "../model/index.js";
import { emptyPhv, readNumber, writeNumber } from "../phv/access.js";
import type { ReplicationEngine } from "../state/replication.js";
import { type Engine, ProgramAssertion } from "./engine.js";
import type { Port, SwitchClock, SwitchTimers } from "./environment.js";
import { InstanceType, NO_SESSION, Packet } from "./packet.js";
import { Queue } from "./queue.js";
import type { DropReason, DropReport, Statistics } from "./statistics.js";

/** How often a packet may loop at once; after that it waits before each further loop. */
const IMMEDIATE_LOOPS = 2;

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
  /** The time that programs see starts here. */
  readonly startUs: number;
  /** Takes the values of a digest. */
  digest(id: number, phv: Uint32Array): void;
  dropped(report: DropReport): void;
}

/**
 * Moves packets of one program between ports, ingress, replication and egress in the order that simple_switch
 * documents ("Pseudocode for what happens at the end of ingress and egress processing").
 *
 * Everything runs to completion inside `receive`, except a packet that loops for long: it waits for the timer.
 */
export class Forwarder {
  private readonly empty: Uint32Array;
  private readonly arrivals = new Queue<Packet>();
  private readonly loops = new Queue<Packet>();
  private readonly departures = new Queue<Packet>();
  private readonly idle: Packet[] = [];
  private running = false;
  private stopped = false;
  /** Time of the work at hand, read once per packet. */
  private nowUs = 0;

  constructor(
    private readonly program: Program,
    private readonly engine: Engine,
    private readonly context: ForwarderContext,
  ) {
    this.empty = emptyPhv(program.layout);
  }

  /** Takes a packet in at a port. The bytes are the switch's from now on. */
  receive(port: number, bytes: Uint8Array): void {
    const packet = this.take();
    const { ingressPort, packetLength } = this.program.intrinsic;
    packet.phv.set(this.empty);
    packet.bytes = bytes;
    packet.ingressPort = port;
    packet.ingressLength = bytes.length;
    packet.currentLength = bytes.length;
    packet.loops = 0;
    packet.lastTable = -1;
    packet.lastAction = -1;
    packet.clearRequests();
    this.set(packet, ingressPort, port);
    this.set(packet, packetLength, bytes.length);
    const statistics = this.context.statistics.port(port);
    statistics.receivedPackets += 1;
    statistics.receivedBytes += bytes.length;
    this.arrivals.push(packet);
    this.run();
  }

  /** Ends all packets that still wait, because another program takes over. */
  stop(): void {
    this.stopped = true;
  }

  /** Works until nothing is left to do now. A call from inside the work only leaves its packet in the queue. */
  private run(): void {
    if (this.running) return;
    this.running = true;
    try {
      while (this.step());
    } finally {
      this.running = false;
    }
  }

  private step(): boolean {
    const departing = this.departures.shift();
    if (departing !== undefined) {
      this.guard(departing, () => this.depart(departing));
      return true;
    }
    const entering = this.loops.shift() ?? this.enter();
    if (entering === undefined) return false;
    this.nowUs = this.context.clock.nowUs();
    if (entering.loops === 0) this.set(entering, this.program.intrinsic.ingressTimestamp, this.timestamp());
    this.guard(entering, () => this.ingress(entering));
    return true;
  }

  private enter(): Packet | undefined {
    return this.arrivals.shift();
  }

  private guard(packet: Packet, work: () => void): void {
    if (this.stopped) {
      this.drop(packet, "noProgram");
      return;
    }
    try {
      work();
    } catch (error) {
      if (!(error instanceof ProgramAssertion)) throw error;
      this.drop(packet, "assertion");
    }
  }

  private ingress(packet: Packet): void {
    const { parserError, checksumError, egressSpec, multicastGroup } = this.program.intrinsic;
    this.engine.parse(packet);
    this.set(packet, parserError, packet.parserError);
    this.set(packet, checksumError, packet.checksumError ? 1 : 0);
    this.engine.ingress(packet);
    packet.exited = false;
    if (packet.cloneSession !== NO_SESSION) this.cloneFromIngress(packet);
    if (packet.digest > 0) this.context.digest(packet.digest, packet.phv);
    packet.digest = 0;
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
    this.setType(packet, InstanceType.normal);
    this.enqueue(packet, port);
  }

  /** Puts a packet into the queue of its port and class. */
  private enqueue(packet: Packet, port: number): void {
    const { priority, enqueueTimestamp, enqueueDepth } = this.program.intrinsic;
    packet.egressPort = port;
    packet.priority = readNumber(packet.phv, priority);
    if (packet.priority >= this.context.priorityQueues) {
      this.drop(packet, "priority");
      return;
    }
    packet.enqueuedUs = this.nowUs;
    this.set(packet, enqueueTimestamp, this.timestamp());
    this.set(packet, enqueueDepth, 0);
    this.departures.push(packet);
  }

  private depart(packet: Packet): void {
    const { egressTimestamp, dequeueDelta, dequeueDepth, queueId, egressPort, egressSpec, packetLength } =
      this.program.intrinsic;
    this.set(packet, egressTimestamp, this.timestamp());
    this.set(packet, dequeueDelta, Math.floor(this.nowUs - packet.enqueuedUs));
    this.set(packet, dequeueDepth, 0);
    this.set(packet, queueId, packet.priority);
    this.set(packet, egressPort, packet.egressPort);
    this.set(packet, egressSpec, this.context.dropPort + 1);
    this.set(packet, packetLength, packet.currentLength);
    this.engine.egress(packet);
    if (packet.cloneSession !== NO_SESSION) this.cloneFromEgress(packet);
    if (readNumber(packet.phv, egressSpec) === this.context.dropPort) {
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

  /** Copies of the packet as it entered, parsed again, with the fields of the list. */
  private cloneFromIngress(packet: Packet): void {
    const copy = this.take();
    copy.phv.set(this.empty);
    copy.follow(packet);
    copy.currentLength = packet.ingressLength;
    this.set(copy, this.program.intrinsic.ingressPort, packet.ingressPort);
    this.engine.parse(copy);
    this.resetMetadata(copy);
    this.keepFields(copy, packet, packet.cloneFieldList);
    this.setType(copy, InstanceType.ingressClone);
    this.sendClone(packet, copy);
  }

  /** Copies of the packet as it is at the end of egress. */
  private cloneFromEgress(packet: Packet): void {
    const copy = this.take();
    copy.phv.set(packet.phv);
    copy.follow(packet);
    this.resetMetadata(copy);
    this.keepFields(copy, packet, packet.cloneFieldList);
    this.setType(copy, InstanceType.egressClone);
    this.sendClone(packet, copy);
  }

  private sendClone(packet: Packet, copy: Packet): void {
    const session = this.context.replication.sessions.get(packet.cloneSession);
    packet.cloneSession = NO_SESSION;
    packet.cloneFieldList = 0;
    for (const { port, instance } of session?.replicas ?? []) {
      const replica = this.replicate(copy, instance);
      const limit = session?.packetLengthBytes ?? 0;
      if (limit > 0) replica.truncatedLength = limit;
      this.context.statistics.cloned += 1;
      this.enqueue(replica, port);
    }
    this.release(copy);
  }

  private multicast(packet: Packet, group: number): void {
    this.setType(packet, InstanceType.replicated);
    const replicas = this.context.replication.replicas(group);
    if (replicas.length === 0) {
      this.drop(packet, "noReplicas");
      return;
    }
    for (const { port, instance } of replicas) this.enqueue(this.replicate(packet, instance), port);
    this.release(packet);
  }

  /** A copy with headers and metadata, for one replica. */
  private replicate(packet: Packet, instance: number): Packet {
    const copy = this.take();
    copy.phv.set(packet.phv);
    copy.follow(packet);
    this.set(copy, this.program.intrinsic.egressRid, instance);
    return copy;
  }

  private resubmit(packet: Packet): void {
    const again = this.again(packet, packet.bytes, packet.resubmitFieldList, InstanceType.resubmitted);
    this.context.statistics.resubmitted += 1;
    this.loop(again);
  }

  private recirculate(packet: Packet, bytes: Uint8Array): void {
    const again = this.again(packet, bytes, packet.recirculateFieldList, InstanceType.recirculated);
    this.context.statistics.recirculated += 1;
    this.loop(again);
  }

  /** The packet as it starts over, with the fields of a list. */
  private again(packet: Packet, bytes: Uint8Array, fieldList: number, type: number): Packet {
    const again = this.take();
    again.phv.set(this.empty);
    again.follow(packet);
    again.bytes = bytes;
    again.ingressLength = bytes.length;
    again.currentLength = bytes.length;
    again.loops = packet.loops + 1;
    this.keepFields(again, packet, fieldList);
    this.setType(again, type);
    this.set(again, this.program.intrinsic.packetLength, bytes.length);
    this.release(packet);
    return again;
  }

  /** The first loops come right after the work at hand; later ones wait, so that waiting packets cost little. */
  private loop(packet: Packet): void {
    if (packet.loops > this.context.maxLoops) {
      this.drop(packet, "loop");
      return;
    }
    if (packet.loops <= IMMEDIATE_LOOPS) {
      this.loops.push(packet);
      return;
    }
    this.context.timers.schedule(this.context.recirculationDelayUs, () => {
      this.loops.push(packet);
      this.run();
    });
  }

  private keepFields(target: Packet, source: Packet, list: number): void {
    for (const { offset, words } of this.program.fieldLists.get(list) ?? []) {
      for (let word = offset; word < offset + words; word++) target.phv[word] = source.phv[word] ?? 0;
    }
  }

  private resetMetadata(packet: Packet): void {
    const { metadataStart, metadataEnd } = this.program.layout;
    packet.phv.fill(0, metadataStart, metadataEnd);
  }

  private setType(packet: Packet, type: number): void {
    this.set(packet, this.program.intrinsic.instanceType, type);
  }

  private set(packet: Packet, field: Field, value: number): void {
    writeNumber(packet.phv, field, value);
  }

  /** Microseconds since the switch started. */
  private timestamp(): number {
    return Math.floor(this.nowUs - this.context.startUs);
  }

  private drop(packet: Packet, reason: DropReason): void {
    this.context.statistics.drop(reason);
    const table = this.program.tables[packet.lastTable];
    const action = this.program.actions[packet.lastAction];
    this.context.dropped({
      reason,
      ingressPort: packet.ingressPort,
      ...(table === undefined ? {} : { lastTable: table.name }),
      ...(action === undefined ? {} : { lastAction: action.name }),
      loops: packet.loops,
    });
    this.release(packet);
  }

  private take(): Packet {
    return this.idle.pop() ?? new Packet(this.program.layout.words);
  }

  private release(packet: Packet): void {
    this.idle.push(packet);
  }
}
