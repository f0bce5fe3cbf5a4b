import { ByteSlab, type Random, randomFraction } from "../../base/index.js";
import { chance } from "../kernel/chance.js";
import type { Simulation } from "../kernel/simulation.js";
import type { LinkConditions, LinkDisturbance } from "./conditions.js";

const slab = new ByteSlab();

/** What a channel did with frames. */
export interface ChannelCounts {
  sent: number;
  delivered: number;
  lost: number;
  doubled: number;
  overtaken: number;
}

/** Sees every frame that is handed to a channel, before anything happens to it. */
export type FrameTap = (frame: Uint8Array) => void;

/** What chance has for one frame. */
interface Draw {
  readonly lost: boolean;
  readonly doubled: boolean;
  readonly overtaken: boolean;
  readonly jitterUs: number;
  readonly lagUs: number;
}

/**
 * One direction of a cable. Frames come out whole, and in order unless chance lets one be overtaken. Each frame takes
 * the same number of draws, so that a disturbance does not change what chance has for the frames after it.
 */
export class Channel {
  readonly counts: ChannelCounts = { sent: 0, delivered: 0, lost: 0, doubled: 0, overtaken: 0 };
  readonly #simulation: Simulation;
  readonly #random: Random;
  readonly #base: LinkConditions;
  #conditions: LinkConditions;
  #cut = false;
  #wireFreeUs = 0;
  #lastArrivalUs = 0;
  #receive: (frame: Uint8Array) => void = () => {};
  #tap: FrameTap = () => {};

  constructor(simulation: Simulation, random: Random, conditions: LinkConditions) {
    this.#simulation = simulation;
    this.#random = random;
    this.#base = conditions;
    this.#conditions = conditions;
  }

  /** Sets the one receiver. */
  onFrame(receive: (frame: Uint8Array) => void): void {
    this.#receive = receive;
  }

  /** Sets the one onlooker. */
  onSend(tap: FrameTap): void {
    this.#tap = tap;
  }

  /** Replaces the disturbance; without one the link is as it was built. Frames under way are not touched. */
  disturb(disturbance: LinkDisturbance = {}): void {
    this.#conditions = { ...this.#base, ...disturbance };
  }

  /** While a channel is cut, nothing that is sent arrives. */
  setCut(cut: boolean): void {
    this.#cut = cut;
  }

  send(frame: Uint8Array): void {
    const copy = slab.copy(frame);
    this.counts.sent += 1;
    this.#tap(copy);
    const draw = this.#draw();
    const sentUs = this.#occupyWire(copy.length);
    if (this.#cut || draw.lost || sentUs === undefined) {
      this.counts.lost += 1;
      return;
    }
    this.#deliver(copy, this.#arrivalUs(sentUs, draw));
    if (draw.doubled) {
      this.counts.doubled += 1;
      this.#deliver(slab.copy(copy), sentUs + this.#conditions.delayUs + draw.jitterUs + draw.lagUs);
    }
  }

  #draw(): Draw {
    const { loss, duplication, reordering, jitterUs, lagUs } = this.#conditions;
    return {
      lost: chance(this.#random, loss),
      doubled: chance(this.#random, duplication),
      overtaken: chance(this.#random, reordering),
      jitterUs: randomFraction(this.#random) * jitterUs,
      lagUs: randomFraction(this.#random) * lagUs,
    };
  }

  /** When the last bit of a frame has left; undefined when the queue before the wire is full. */
  #occupyWire(byteLength: number): number | undefined {
    const { rateBps, queueBytesMax } = this.#conditions;
    const nowUs = this.#simulation.nowUs();
    if (rateBps === 0) return nowUs;
    const startUs = Math.max(nowUs, this.#wireFreeUs);
    if (((startUs - nowUs) * rateBps) / 8e6 + byteLength > queueBytesMax) return undefined;
    this.#wireFreeUs = startUs + (byteLength * 8e6) / rateBps;
    return this.#wireFreeUs;
  }

  #arrivalUs(sentUs: number, draw: Draw): number {
    const earliestUs = sentUs + this.#conditions.delayUs + draw.jitterUs;
    if (draw.overtaken) {
      this.counts.overtaken += 1;
      return earliestUs + draw.lagUs;
    }
    this.#lastArrivalUs = Math.max(earliestUs, this.#lastArrivalUs);
    return this.#lastArrivalUs;
  }

  #deliver(frame: Uint8Array, arrivalUs: number): void {
    this.#simulation.schedule(arrivalUs - this.#simulation.nowUs(), () => {
      this.counts.delivered += 1;
      this.#receive(frame);
    });
  }
}
