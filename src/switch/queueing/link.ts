import { type Random, randomFraction } from "../../base/index.js";
import type { SwitchClock, SwitchTimers } from "../forwarding/environment.js";
import { ClassQueues, type QueueStatistics, type Waiting } from "./class-queues.js";
import { type FullLinkSettings, fullLinkSettings, type LinkSettings } from "./link-settings.js";
import { Queue } from "./queue.js";

/** Times closer than this are the same: what sums of fractions leave over. */
const TOLERANCE_US = 0.001;

/** What a link needs of its switch. */
export interface LinkContext {
  readonly clock: SwitchClock;
  readonly timers: SwitchTimers;
  readonly random: Random;
  /** Classes of `standard_metadata.priority`. */
  readonly priorityQueues: number;
  /** A frame has reached the other end. */
  deliver(port: number, bytes: Uint8Array): void;
  /** It is time to look for packets whose turn it is. */
  wake(): void;
}

/** Counters of one link. */
export interface LinkStatistics {
  readonly sentPackets: number;
  readonly sentBytes: number;
  /** Sent, and lost on the way. */
  readonly lostPackets: number;
  /** By class, from 0, the lowest. */
  readonly queues: readonly Readonly<QueueStatistics>[];
}

/** What goes through a link: told when it begins to leave. */
export interface Leaving extends Waiting {
  dequeuedUs: number;
}

/** A frame on its way. */
interface Flight {
  readonly bytes: Uint8Array;
  readonly atUs: number;
}

/**
 * The way out of one port: packets wait in queues by class, leave one after the other at the bit rate, and arrive
 * after the delay.
 *
 * Packets wait in front of egress, as in simple_switch; nothing waits behind it, so a packet of a high class waits
 * for at most the one that is being sent. Each begins exactly when the one before it has ended, however late the
 * timer calls: the link works out what would have happened at the right time, so rates are exact on coarse timers.
 */
export class Link<T extends Leaving> {
  private settings: FullLinkSettings;
  private readonly queues: ClassQueues<T>;
  private readonly wire = new Queue<Flight>();
  /** The packet in egress began here; the wire takes the next one at `freeUs`. */
  private startUs = 0;
  private freeUs = 0;
  private serving = false;
  private wakeUs = Number.POSITIVE_INFINITY;
  private arrivalArmed = false;
  private sentPackets = 0;
  private sentBytes = 0;
  private lostPackets = 0;

  constructor(
    readonly port: number,
    settings: LinkSettings,
    private readonly context: LinkContext,
  ) {
    this.settings = fullLinkSettings(settings);
    this.queues = new ClassQueues(context.priorityQueues);
  }

  /** Changes the cable; what waits or is on its way stays. */
  configure(settings: LinkSettings): void {
    this.settings = fullLinkSettings(settings);
  }

  get statistics(): LinkStatistics {
    const { sentPackets, sentBytes, lostPackets } = this;
    return {
      sentPackets,
      sentBytes,
      lostPackets,
      queues: this.queues.statistics.map((each) => ({ ...each })),
    };
  }

  /** Packets that wait in a class. */
  depth(priority: number): number {
    return this.queues.depth(priority);
  }

  /** When the next packet may begin; infinity while none waits, or one is in egress. */
  get dueUs(): number {
    return this.serving ? Number.POSITIVE_INFINITY : Math.max(this.freeUs, this.queues.oldestUs);
  }

  /** Lets a packet in that carries its class and the time; false: it found the queue full. */
  offer(packet: T): boolean {
    return this.queues.offer(packet, this.settings.queueDepth);
  }

  /** The packet whose turn it is by now, if any; it begins at `packet.dequeuedUs`. */
  next(nowUs: number): T | undefined {
    const startUs = this.dueUs;
    if (startUs > nowUs + TOLERANCE_US) return undefined;
    const packet = this.queues.take(startUs);
    if (packet === undefined) return undefined;
    this.serving = true;
    this.startUs = startUs;
    packet.dequeuedUs = startUs;
    return packet;
  }

  /** The packet in egress ended there: it takes no time on the wire. */
  release(): void {
    this.serving = false;
  }

  /** The packet in egress becomes a frame on the wire. */
  transmit(bytes: Uint8Array): void {
    const { rateBps, delayUs, loss } = this.settings;
    this.serving = false;
    this.freeUs = this.startUs + (bytes.length * 8e6) / rateBps;
    this.sentPackets += 1;
    this.sentBytes += bytes.length;
    if (loss > 0 && randomFraction(this.context.random) < loss) this.lostPackets += 1;
    else this.fly(bytes, this.freeUs + delayUs);
  }

  /** Asks to be woken when the next packet is due. */
  arm(nowUs: number): void {
    const { dueUs } = this;
    if (dueUs >= this.wakeUs) return;
    this.wakeUs = dueUs;
    this.context.timers.schedule(Math.max(0, dueUs - nowUs), () => {
      if (this.wakeUs === dueUs) this.wakeUs = Number.POSITIVE_INFINITY;
      this.context.wake();
    });
  }

  /** Takes out all packets that wait, because their program is gone. */
  clear(): readonly T[] {
    this.serving = false;
    return this.queues.clear();
  }

  private fly(bytes: Uint8Array, atUs: number): void {
    if (this.wire.length === 0 && atUs <= this.startUs) {
      this.context.deliver(this.port, bytes);
      return;
    }
    this.wire.push({ bytes, atUs });
    if (!this.arrivalArmed) this.armArrival(atUs);
  }

  /** Delays are as exact as the timers: what a timer was set for arrives when it calls. */
  private armArrival(atUs: number): void {
    this.arrivalArmed = true;
    this.context.timers.schedule(Math.max(0, atUs - this.context.clock.nowUs()), () => {
      this.arrivalArmed = false;
      const untilUs = Math.max(atUs, this.context.clock.nowUs()) + TOLERANCE_US;
      for (let next = this.wire.first; next !== undefined && next.atUs <= untilUs; next = this.wire.first) {
        this.wire.shift();
        this.context.deliver(this.port, next.bytes);
      }
      const next = this.wire.first;
      if (next !== undefined && !this.arrivalArmed) this.armArrival(next.atUs);
    });
  }
}
