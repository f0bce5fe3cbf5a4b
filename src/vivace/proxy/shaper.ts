import type { Clock, Timers } from "../../io/index.js";
import { ClassQueues } from "./class-queues.js";

/** What a link between sites carries. */
export interface ShaperOptions {
  /** Just below what the link itself carries, so that packets wait here and not there. */
  readonly rateBps: number;
  /** How many packets wait in one class at most. */
  readonly queueDepth: number;
  readonly clock: Clock;
  readonly timers: Timers;
}

interface Waiting {
  readonly bytes: number;
  readonly send: () => void;
}

/** Timers are coarse: so much of a wait that was too long is made up for. */
const lateMaxUs = 4_000;

/** Lets packets go at a rate, the highest traffic class first. */
export class Shaper {
  readonly #options: ShaperOptions;
  readonly #queues: ClassQueues<Waiting>;
  #freeUs = 0;
  #isAwaited = false;

  constructor(options: ShaperOptions) {
    this.#options = options;
    this.#queues = new ClassQueues(options.queueDepth);
  }

  /** How many packets found their queue full. */
  get dropped(): number {
    return this.#queues.dropped;
  }

  /** Sends a packet of so many bytes when its turn comes; never when its queue is full. */
  put(dscp: number, bytes: number, send: () => void): void {
    this.#queues.put(dscp, { bytes, send });
    if (!this.#isAwaited) this.#sendDue();
  }

  #sendDue(): void {
    const { clock, timers, rateBps } = this.#options;
    const nowUs = clock.nowUs();
    this.#freeUs = Math.max(this.#freeUs, nowUs - lateMaxUs);
    while (this.#freeUs <= nowUs) {
      const next = this.#queues.take();
      if (next === undefined) return;
      this.#freeUs += (next.bytes * 8e6) / rateBps;
      next.send();
    }
    this.#isAwaited = true;
    timers.schedule(this.#freeUs - nowUs, () => {
      this.#isAwaited = false;
      this.#sendDue();
    });
  }
}
