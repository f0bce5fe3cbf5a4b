/** The shortest and the longest wait for an answer, and the wait before anything was measured. */
export interface RoundTripLimits {
  readonly initialUs: number;
  readonly minUs: number;
  readonly maxUs: number;
}

/** A longer wait than the longest doubles no further. */
const doublingsMax = 20;

/** How much of that new questions take over: one question that nobody answers must not slow all others down. */
const sharedDoublingsMax = 2;

/**
 * How long to wait for an answer before asking again: smoothed mean and deviation, as in RFC 6298. As long as only
 * answers to repeated questions come, which measure nothing, new questions wait longer, too: when everything is slow,
 * asking early makes it slower.
 */
export class RoundTrip {
  readonly #limits: RoundTripLimits;
  #meanUs = 0;
  #deviationUs = 0;
  #sharedDoublings = 0;

  constructor(limits: RoundTripLimits) {
    this.#limits = limits;
  }

  /** Takes in how long an answer took. Leave out answers to questions asked more than once (Karn's rule). */
  sample(elapsedUs: number): void {
    this.#sharedDoublings = 0;
    if (this.#meanUs === 0) {
      this.#meanUs = elapsedUs;
      this.#deviationUs = elapsedUs / 2;
      return;
    }
    this.#deviationUs += (Math.abs(this.#meanUs - elapsedUs) - this.#deviationUs) / 4;
    this.#meanUs += (elapsedUs - this.#meanUs) / 8;
  }

  /** How long to wait for the answer to attempt number `attempt`, from 0; each doubles. */
  timeoutUs(attempt: number): number {
    const { initialUs, minUs, maxUs } = this.#limits;
    this.#sharedDoublings = Math.min(sharedDoublingsMax, Math.max(this.#sharedDoublings, attempt));
    const doublings = Math.min(doublingsMax, Math.max(this.#sharedDoublings, attempt));
    const expectedUs = this.#meanUs === 0 ? initialUs : this.#meanUs + 4 * this.#deviationUs;
    return Math.min(maxUs, Math.max(minUs, expectedUs) * 2 ** doublings);
  }
}
