import type { Clock, Timers } from "../index.js";

/** The machine's monotonic clock, in microseconds since the process began. */
export const monotonicClock: Clock = { nowUs: () => performance.now() * 1000 };

/** The machine's idea of the time of day, in microseconds since 1970, to the millisecond. It may jump. */
export const systemClock: Clock = { nowUs: () => Date.now() * 1000 };

/** The longest that `setTimeout` waits; it takes more for nothing at all. */
const timeoutMsMax = 2 ** 31 - 1;

/**
 * Timers of the event loop: to the nearest millisecond; less than half a millisecond means the next turn of the loop,
 * which is closer to it than a millisecond would be.
 */
export const eventLoopTimers: Timers = {
  schedule: (delayUs, callback) => {
    const delayMs = Math.round(delayUs / 1000);
    if (delayMs > timeoutMsMax) return scheduleInParts(delayMs, callback);
    if (delayMs > 0) {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    }
    const turn = setImmediate(callback);
    return () => clearImmediate(turn);
  },
};

function scheduleInParts(delayMs: number, callback: () => void): () => void {
  const wait = (leftMs: number): NodeJS.Timeout =>
    setTimeout(
      () => {
        if (leftMs <= timeoutMsMax) callback();
        else timer = wait(leftMs - timeoutMsMax);
      },
      Math.min(leftMs, timeoutMsMax),
    );
  let timer = wait(delayMs);
  return () => clearTimeout(timer);
}
