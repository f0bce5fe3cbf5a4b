import { type Random, randomFraction } from "../../base/index.js";
import type { Timers } from "../../io/index.js";

/** What a cable does to frames. */
export interface CableOptions {
  /** One way. */
  readonly delayUs: number;
  /** Probability, from 0 to 1. */
  readonly loss: number;
}

type Deliver = (frame: Uint8Array) => void;

/**
 * One direction of a cable in memory: each frame arrives later, in the order in which it was sent, or is lost.
 *
 * @returns what sends a frame
 */
export function cable(options: CableOptions, deliver: Deliver, timers: Timers, random: Random): Deliver {
  const { delayUs, loss } = options;
  return (frame) => {
    if (loss > 0 && randomFraction(random) < loss) return;
    timers.schedule(delayUs, () => deliver(frame));
  };
}
