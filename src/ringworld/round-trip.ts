/** The shortest and the longest wait for an answer, and the wait before anything was measured. */
export interface RoundTripLimits {
  readonly initialUs: number;
  readonly minUs: number;
  readonly maxUs: number;
}

/** How long to wait for an answer before asking again: smoothed mean and deviation, as in RFC 6298. */
export class RoundTrip {
  readonly #limits: RoundTripLimits;
  #meanUs = 0;
  #deviationUs = 0;

  constructor(limits: RoundTripLimits) {
    this.#limits = limits;
  }

  /** Takes in how long an answer took. Leave out answers to questions asked more than once (Karn's rule). */
  sample(elapsedUs: number): void {
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
    const expectedUs = this.#meanUs === 0 ? initialUs : this.#meanUs + 4 * this.#deviationUs;
    return Math.min(maxUs, Math.max(minUs, expectedUs) * 2 ** Math.min(attempt, 20));
  }
}
