import type { RingControl } from "../ring/ring-control.js";
import type { ViewTiming } from "./timing.js";

/** What a look at a ring finds. */
export interface RingFindings {
  /** Switches whose data plane has stopped to answer. */
  readonly silent: readonly string[];
  /** What does not work, in words; empty when all does. */
  readonly problem: string;
}

/** Notices, from what the registers tell, that a ring does not work any more. */
export class RingWatch {
  readonly #ring: RingControl;
  readonly #silentUs: number;
  readonly #stallUs: number;
  readonly #stuckUs: number;
  readonly #heardUs = new Map<string, number>();
  readonly #cursors = new Map<number, { readonly position: bigint; readonly sinceUs: number }>();
  #hops = -1;
  #hopUs: number;

  /** `patience`: how many times longer than `timing` says failures are waited for. */
  constructor(ring: RingControl, timing: ViewTiming, patience: number, nowUs: number) {
    this.#ring = ring;
    this.#silentUs = patience * timing.silentUs;
    this.#stallUs = patience * timing.stallUs;
    this.#stuckUs = patience * timing.stuckUs;
    this.#hopUs = nowUs;
    for (const { switch: name } of ring.plan.switches) this.#heardUs.set(name, nowUs);
  }

  look(nowUs: number): RingFindings {
    const { hops } = this.#ring;
    if (hops !== this.#hops) this.#hopUs = nowUs;
    this.#hops = hops;
    const isStalled = nowUs - this.#hopUs > this.#stallUs;
    const stuck = this.#stuckStripe(nowUs);
    const problem = stuck === undefined ? "" : `a commit cursor stands still, of stripe ${stuck}`;
    return { silent: this.#silent(nowUs), problem: isStalled ? "the token is gone" : problem };
  }

  #silent(nowUs: number): readonly string[] {
    return [...this.#heardUs.keys()].filter((name) => {
      const heardAtUs = Math.max(this.#ring.heardAtUs(name) ?? 0, this.#heardUs.get(name) ?? nowUs);
      return nowUs - heardAtUs > this.#silentUs;
    });
  }

  /** A stripe of which an index that was handed out has been the next one to be committed for too long. */
  #stuckStripe(nowUs: number): number | undefined {
    const { stripeCount } = this.#ring.plan;
    const { lastIndex } = this.#ring.snapshot();
    let stuck: number | undefined;
    for (let stripe = 0; stripe < stripeCount; stripe += 1) {
      const position = this.#ring.committedPosition(stripe);
      if (position === undefined) continue;
      const isBehind = position * BigInt(stripeCount) + BigInt(stripe) <= lastIndex;
      const known = this.#cursors.get(stripe);
      if (!isBehind || known?.position !== position) this.#cursors.set(stripe, { position, sinceUs: nowUs });
      else if (nowUs - known.sinceUs > this.#stuckUs) stuck = stripe;
    }
    return stuck;
  }
}
