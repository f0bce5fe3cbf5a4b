import type { Program } from "../model/index.js";
import { Queue } from "../queueing/queue.js";
import { PacketTrace } from "../trace/packet-trace.js";
import type { SwitchTimers } from "./environment.js";
import { keepFields } from "./field-lists.js";
import type { IntrinsicWriters } from "./intrinsics.js";
import { InstanceType, type Packet } from "./packet.js";
import type { PacketPool } from "./packet-pool.js";
import type { DropReason, Statistics } from "./statistics.js";

/** How often a packet may loop at once; after that it waits before each further loop. */
const IMMEDIATE_LOOPS = 2;

type Kind = "resubmit" | "recirculate";

const TYPES = { resubmit: InstanceType.resubmitted, recirculate: InstanceType.recirculated } as const;

/** Limits on packets that go round. */
export interface LoopLimits {
  readonly recirculationDelayUs: number;
  readonly maxLoops: number;
  readonly maxLoopingPackets: number;
}

export interface LoopContext extends LoopLimits {
  readonly timers: SwitchTimers;
  readonly statistics: Statistics;
  /** The time on new traces. */
  nowUs(): number;
  /** Packets are there again. */
  wake(): void;
  drop(packet: Packet, reason: DropReason): void;
}

/** Packets that start over: resubmitted at the end of ingress, or recirculated at the end of egress. */
export class Loops {
  private readonly ready = new Queue<Packet>();
  /** Packets in the queue or waiting for their time. */
  private looping = 0;

  constructor(
    private readonly program: Program,
    private readonly pool: PacketPool,
    private readonly set: IntrinsicWriters,
    private readonly context: LoopContext,
  ) {}

  /** The next packet that enters again. */
  shift(): Packet | undefined {
    const packet = this.ready.shift();
    if (packet !== undefined) this.looping -= 1;
    return packet;
  }

  resubmit(packet: Packet): void {
    this.context.statistics.resubmitted += 1;
    this.again(packet, packet.bytes, packet.resubmitFieldList, "resubmit");
  }

  recirculate(packet: Packet, bytes: Uint8Array): void {
    this.context.statistics.recirculated += 1;
    this.again(packet, bytes, packet.recirculateFieldList, "recirculate");
  }

  /** Starts the packet over, with the fields of a list. */
  private again(packet: Packet, bytes: Uint8Array, fieldList: number, kind: Kind): void {
    const again = this.pool.takeEmpty();
    again.follow(packet);
    if (bytes !== packet.bytes) again.goOnWith(bytes);
    again.ingressLength = bytes.length;
    again.currentLength = bytes.length;
    again.loops = packet.loops + 1;
    again.continueTrace(packet);
    this.watchLastRound(again);
    again.trace?.add(again.copy, { kind, loops: again.loops });
    keepFields(this.program, again.phv, packet.phv, fieldList);
    this.set.instanceType(again.phv, TYPES[kind]);
    this.set.packetLength(again.phv, bytes.length);
    this.pool.release(packet);
    this.loop(again);
  }

  /** The last round that is allowed is written down, so that the report can tell what goes round. */
  private watchLastRound(packet: Packet): void {
    if (packet.loops !== this.context.maxLoops || packet.trace !== undefined) return;
    packet.join(new PacketTrace(() => this.context.nowUs()));
  }

  /** The first loops come right after the work at hand; later ones wait, so that waiting packets cost little. */
  private loop(packet: Packet): void {
    const { maxLoops, maxLoopingPackets, recirculationDelayUs, timers } = this.context;
    if (packet.loops > maxLoops) {
      this.context.drop(packet, "loop");
      return;
    }
    if (this.looping >= maxLoopingPackets) {
      this.context.drop(packet, "queueFull");
      return;
    }
    this.looping += 1;
    if (packet.loops <= IMMEDIATE_LOOPS) {
      this.ready.push(packet);
      return;
    }
    timers.schedule(recirculationDelayUs, () => {
      this.ready.push(packet);
      this.context.wake();
    });
  }
}
