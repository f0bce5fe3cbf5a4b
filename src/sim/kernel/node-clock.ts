import { assert } from "../../base/index.js";
import type { Clock } from "../../io/index.js";

/** The clock of one node: it has its own zero and its own speed, and it can jump. It never goes back. */
export class NodeClock implements Clock {
  readonly #trueClock: Clock;
  readonly #rate: number;
  #originUs: number;
  #lastUs = Number.NEGATIVE_INFINITY;

  constructor(trueClock: Clock, originUs: number, rate: number) {
    assert(rate > 0, `a clock rate of ${rate}`);
    this.#trueClock = trueClock;
    this.#originUs = originUs;
    this.#rate = rate;
  }

  nowUs(): number {
    const shownUs = this.#originUs + this.#trueClock.nowUs() * this.#rate;
    this.#lastUs = Math.max(this.#lastUs, shownUs);
    return this.#lastUs;
  }

  jump(byUs: number): void {
    this.nowUs();
    this.#originUs += byUs;
  }

  /** How long `delayUs` on this clock lasts in true time. */
  trueDelayUs(delayUs: number): number {
    return delayUs / this.#rate;
  }
}
