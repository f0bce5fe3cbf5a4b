import { answerKind, isCritical, type UdpEnd } from "../../wire/index.js";
import { endKey } from "./message.js";

/** How long to wait for an answer before anything was measured, and the limits of waiting. */
export interface RetryLimits {
  readonly initialUs: number;
  readonly minUs: number;
  readonly maxUs: number;
}

interface Measured {
  meanUs: number;
  deviationUs: number;
}

const doublingsMax = 20;

/**
 * Recent round trips to each end, messages with priority apart from those without: smoothed mean and deviation, as in
 * RFC 6298. They say when to ask again, and who answers soonest (paper §3.4.1).
 */
export class Latencies {
  readonly #limits: RetryLimits;
  readonly #measured = new Map<string, Measured>();

  constructor(limits: RetryLimits) {
    this.#limits = limits;
  }

  /** Takes in how long an answer took to a request that was sent once (Karn's rule). */
  sample(end: UdpEnd, kind: number, elapsedUs: number): void {
    const name = nameOf(end, kind);
    const measured = this.#measured.get(name);
    if (measured === undefined) {
      this.#measured.set(name, { meanUs: elapsedUs, deviationUs: elapsedUs / 2 });
      return;
    }
    measured.deviationUs += (Math.abs(measured.meanUs - elapsedUs) - measured.deviationUs) / 4;
    measured.meanUs += (elapsedUs - measured.meanUs) / 8;
  }

  /** The smoothed round trip; undefined when nothing was measured yet. */
  meanUs(end: UdpEnd, kind: number): number | undefined {
    return this.#measured.get(nameOf(end, kind))?.meanUs;
  }

  /** How long to wait for the answer to attempt number `attempt`, from 0; each doubles. */
  timeoutUs(end: UdpEnd, kind: number, attempt: number): number {
    const { initialUs, minUs, maxUs } = this.#limits;
    const measured = this.#measured.get(nameOf(end, kind));
    const expectedUs = measured ? measured.meanUs + 4 * measured.deviationUs : initialUs;
    return Math.min(maxUs, Math.max(minUs, expectedUs) * 2 ** Math.min(doublingsMax, attempt));
  }
}

/** Requests whose answers carry data wait for data, even when they themselves are critical. */
function nameOf(end: UdpEnd, kind: number): string {
  return `${endKey(end)}${isCritical(kind) && isCritical(answerKind(kind)) ? "!" : ""}`;
}
