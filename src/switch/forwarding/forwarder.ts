import { toHex } from "../../base/index.js";
import type { Program } from "../model/index.js";
import { readNumber } from "../phv/access.js";
import type { Link } from "../queueing/link.js";
import type { Links } from "../queueing/links.js";
import { Queue } from "../queueing/queue.js";
import type { ReplicationEngine } from "../state/replication.js";
import { lastRound } from "../trace/describe.js";
import type { PacketTrace } from "../trace/packet-trace.js";
import { Copies } from "./copies.js";
import { type Engine, ProgramAssertion } from "./engine.js";
import type { Port, SwitchClock, SwitchTimers } from "./environment.js";
import { type IntrinsicWriters, intrinsicWriters, seesTime } from "./intrinsics.js";
import { type LoopLimits, Loops } from "./loops.js";
import { InstanceType, NO_SESSION, type Packet } from "./packet.js";
import { PacketPool } from "./packet-pool.js";
import type { DropReason, DropReport, Statistics } from "./statistics.js";

/** Copies that may stand in line inside one piece of work. */
const MAX_DEPARTURES = 1 << 16;

/** What moving packets needs besides the program itself. */
export interface ForwarderContext extends LoopLimits {
  readonly clock: SwitchClock;
  readonly timers: SwitchTimers;
  readonly statistics: Statistics;
  readonly ports: ReadonlyMap<number, Port>;
  readonly links: Links<Packet>;
  readonly replication: ReplicationEngine;
  readonly dropPort: number;
  readonly priorityQueues: number;
  /** The time that programs see starts here. */
  readonly startUs: number;
  /** Takes the values of a digest. */
  digest(id: number, phv: Uint32Array): void;
  /** Absent: nobody wants to know. */
  readonly dropped?: (report: DropReport) => void;
}

/** The programmable parts of a program, twice. */
export interface Engines {
  readonly engine: Engine;
  /** Made for packets whose way is written down. */
  tracing(): Engine;
}

/**
 * Moves packets of one program between ports, ingress, replication and egress in the order that simple_switch
 * documents ("Pseudocode for what happens at the end of ingress and egress processing").
 *
 * Everything runs to completion inside `receive`, except packets that loop for long or wait for their link.
 */
export class Forwarder {
  private readonly set: IntrinsicWriters;
  private readonly seesTime: boolean;
  private readonly pool: PacketPool;
  private readonly copies: Copies;
  private readonly loops: Loops;
  private readonly arrivals = new Queue<Packet>();
  private readonly departures = new Queue<Packet>();
  private tracing: Engine | undefined;
  private running = false;
  private stopped = false;
  /** Time of the work at hand, read once per packet. */
  private nowUs = 0;

  constructor(
    private readonly program: Program,
    private readonly engines: Engines,
    private readonly context: ForwarderContext,
  ) {
    this.set = intrinsicWriters(program);
    this.seesTime = seesTime(program);
    this.pool = new PacketPool(program.layout);
    const drop = (packet: Packet, reason: DropReason) => this.drop(packet, reason);
    this.copies = new Copies(program, this.pool, this.set, {
      statistics: context.statistics,
      replication: context.replication,
      parse: (packet) => this.engines.engine.parse(packet),
      enqueue: (packet, port) => this.enqueue(packet, port),
      drop,
    });
    this.loops = new Loops(program, this.pool, this.set, {
      ...context,
      nowUs: () => this.sinceStart(),
      wake: () => this.pump(),
      drop,
    });
  }

  /**
   * Takes a packet in at a port. The bytes are the switch's from now on, or until it returns.
   *
   * @returns true when no packet looks at the bytes any more, so that they may be used again
   */
  receive(port: number, bytes: Uint8Array, trace?: PacketTrace): boolean {
    const packet = this.pool.takeEmpty();
    packet.arrive(port, bytes);
    const { arrival } = packet;
    this.set.ingressPort(packet.phv, port);
    this.set.packetLength(packet.phv, bytes.length);
    this.context.statistics.received(port, bytes.length);
    if (trace !== undefined) {
      packet.join(trace);
      trace.add(packet.copy, { kind: "arrive", port, bytes: toHex(bytes) });
    }
    this.arrivals.push(packet);
    if (!this.running) this.run();
    return arrival.packets === 0;
  }

  /** Works until nothing is left to do now, unless that happens already. */
  pump(): void {
    if (!this.running) this.run();
  }

  /** Ends all packets that still wait, those in queues among them, because another program takes over. */
  stop(queued: readonly Packet[] = []): void {
    this.stopped = true;
    for (const packet of queued) this.drop(packet, "noProgram");
  }

  /** Ends packets whose link was taken away. */
  discard(queued: readonly Packet[]): void {
    for (const packet of queued) this.drop(packet, "noPort");
  }

  /** A packet that comes in meanwhile joins the queue. */
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
    const departing = this.departures.shift() ?? this.nextOfLinks();
    const packet = departing ?? this.loops.shift() ?? this.arrivals.shift();
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

  /** The packet that a link takes next. What a stopped program has in queues is not its business any more. */
  private nextOfLinks(): Packet | undefined {
    return this.stopped || this.context.links.size === 0 ? undefined : this.context.links.next();
  }

  /** The engine for a packet. */
  private engineFor(packet: Packet): Engine {
    if (packet.trace === undefined) return this.engines.engine;
    this.tracing ??= this.engines.tracing();
    return this.tracing;
  }

  private ingress(packet: Packet): void {
    const { phv } = packet;
    if (this.seesTime || this.context.links.size > 0) {
      this.nowUs = this.context.clock.nowUs();
      if (packet.loops === 0) this.set.ingressTimestamp(phv, this.timestamp());
    }
    const engine = this.engineFor(packet);
    engine.parse(packet);
    this.set.parserError(phv, packet.parserError);
    this.set.checksumError(phv, packet.checksumError ? 1 : 0);
    engine.ingress(packet);
    packet.exited = false;
    if (packet.cloneSession !== NO_SESSION) this.copies.cloneFromIngress(packet);
    if (packet.digest > 0) this.context.digest(packet.digest, phv);
    packet.digest = 0;
    this.leaveIngress(packet);
  }

  private leaveIngress(packet: Packet): void {
    const { egressSpec, multicastGroup } = this.program.intrinsic;
    if (packet.resubmitFieldList > 0) {
      this.loops.resubmit(packet);
      return;
    }
    const group = readNumber(packet.phv, multicastGroup);
    if (group !== 0) {
      this.copies.multicast(packet, group);
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
    packet.enqueuedUs = this.nowUs;
    packet.dequeuedUs = this.nowUs;
    this.set.enqueueTimestamp(packet.phv, this.timestamp());
    const link = this.context.links.get(port);
    const depth = link?.depth(packet.priority) ?? 0;
    this.set.enqueueDepth(packet.phv, depth);
    packet.trace?.add(packet.copy, { kind: "enqueue", port, priority: packet.priority, depth });
    if (link !== undefined) this.enqueueAt(link, packet);
    else if (this.departures.length >= MAX_DEPARTURES) this.drop(packet, "queueFull");
    else this.departures.push(packet);
  }

  private enqueueAt(link: Link<Packet>, packet: Packet): void {
    if (!link.offer(packet)) {
      this.drop(packet, "tailDrop");
      return;
    }
    packet.link = link;
    this.context.links.touch(link);
  }

  private depart(packet: Packet): void {
    const { phv, link } = packet;
    const waitedUs = packet.dequeuedUs - packet.enqueuedUs;
    this.nowUs = packet.dequeuedUs;
    this.set.egressTimestamp(phv, this.timestamp());
    this.set.dequeueDelta(phv, Math.floor(waitedUs));
    this.set.dequeueDepth(phv, link?.depth(packet.priority) ?? 0);
    this.set.queueId(phv, packet.priority);
    this.set.egressPort(phv, packet.egressPort);
    this.set.egressSpec(phv, this.context.dropPort + 1);
    this.set.packetLength(phv, packet.currentLength);
    packet.trace?.add(packet.copy, { kind: "dequeue", port: packet.egressPort, waitedUs });
    const engine = this.engineFor(packet);
    engine.egress(packet);
    if (packet.cloneSession !== NO_SESSION) this.copies.cloneFromEgress(packet);
    if (readNumber(phv, this.program.intrinsic.egressSpec) === this.context.dropPort) {
      this.drop(packet, "egress");
      return;
    }
    const bytes = engine.deparse(packet);
    if (packet.recirculateFieldList > 0) {
      link?.release();
      this.loops.recirculate(packet, bytes);
    } else this.transmit(packet, bytes);
  }

  private transmit(packet: Packet, bytes: Uint8Array): void {
    const { egressPort, link } = packet;
    const port = this.context.ports.get(egressPort);
    if (port === undefined) {
      this.drop(packet, "noPort");
      return;
    }
    this.context.statistics.sent(egressPort, bytes.length);
    packet.trace?.add(packet.copy, { kind: "send", port: egressPort, bytes: toHex(bytes) });
    this.pool.release(packet);
    if (link === undefined) port.send(bytes);
    else link.transmit(bytes);
  }

  /** Microseconds since the switch started. */
  private timestamp(): number {
    return Math.floor(this.nowUs - this.context.startUs);
  }

  /** The same, of now. */
  private sinceStart(): number {
    return this.context.clock.nowUs() - this.context.startUs;
  }

  private drop(packet: Packet, reason: DropReason): void {
    this.context.statistics.drop(reason);
    packet.trace?.add(packet.copy, { kind: "drop", reason });
    this.context.dropped?.(this.report(packet, reason));
    if (!this.stopped) packet.link?.release();
    this.pool.release(packet);
  }

  private report(packet: Packet, reason: DropReason): DropReport {
    const table = this.program.tables[packet.lastTable];
    const action = this.program.actions[packet.lastAction];
    const looped = reason === "loop" && packet.trace !== undefined;
    return {
      reason,
      ingressPort: packet.ingressPort,
      ...(table === undefined ? {} : { lastTable: table.name }),
      ...(action === undefined ? {} : { lastAction: action.name }),
      loops: packet.loops,
      ...(looped ? { round: lastRound(packet.trace?.records ?? []) } : {}),
    };
  }
}
