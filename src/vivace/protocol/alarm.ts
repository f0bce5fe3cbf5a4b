import type { Cancel, Clock, Timers } from "../../io/index.js";

/** One timer for the next deadline of a core. */
export class Alarm {
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #ring: () => void;
  #set: { readonly atUs: number; readonly cancel: Cancel } | undefined;

  constructor(clock: Clock, timers: Timers, ring: () => void) {
    this.#clock = clock;
    this.#timers = timers;
    this.#ring = ring;
  }

  /** Rings at `atUs` or sooner: an alarm that is set already for an earlier time stays, and whom it rings for looks again. */
  set(atUs: number | undefined): void {
    if (atUs === undefined || (this.#set !== undefined && this.#set.atUs <= atUs)) return;
    this.stop();
    const cancel = this.#timers.schedule(Math.max(0, atUs - this.#clock.nowUs()), () => {
      this.#set = undefined;
      this.#ring();
    });
    this.#set = { atUs, cancel };
  }

  stop(): void {
    this.#set?.cancel();
    this.#set = undefined;
  }
}
