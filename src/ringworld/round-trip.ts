/** The shortest and the longest wait for an answer, and the wait before anything was measured. */
export interface RoundTripLimits {
  readonly initialUs: number;
  readonly minUs: number;
  readonly maxUs: number;
}

/**
 * How long to wait for an answer before asking again: smoothed mean and deviation, as in RFC 6298. An answer to a
 * question that was asked more than once is measured from the first time (RFC 6298 leaves it out): when everything is
 * slow, nothing would be measured otherwise, and asking too early again is what makes a slow system slower.
 */
export class RoundTrip {
  readonly #limits: RoundTripLimits;
  #meanUs = 0;
  #deviationUs = 0;

  constructor(limits: RoundTripLimits) {
    this.#limits = limits;
  }

  /** Takes in how long an answer took, from the first time that the question was asked. */
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
