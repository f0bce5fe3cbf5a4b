import type { Clock, Timers } from "../index.js";

/** The machine's monotonic clock, in microseconds since the process began. */
export const monotonicClock: Clock = { nowUs: () => performance.now() * 1000 };

/** Timers of the event loop: whole milliseconds, rounded up. */
export const eventLoopTimers: Timers = {
  schedule: (delayUs, callback) => {
    const timer = setTimeout(callback, Math.ceil(delayUs / 1000));
    return () => clearTimeout(timer);
  },
};
