/** The machine's monotonic clock, in microseconds since the process began. */
export const monotonicClock = { nowUs: () => performance.now() * 1000 };
/** The machine's idea of the time of day, in microseconds since 1970, to the millisecond. It may jump. */
export const systemClock = { nowUs: () => Date.now() * 1000 };
/**
 * Timers of the event loop: to the nearest millisecond; less than half a millisecond means the next turn of the loop,
 * which is closer to it than a millisecond would be.
 */
export const eventLoopTimers = {
    schedule: (delayUs, callback) => {
        const delayMs = Math.round(delayUs / 1000);
        if (delayMs > 0) {
            const timer = setTimeout(callback, delayMs);
            return () => clearTimeout(timer);
        }
        const turn = setImmediate(callback);
        return () => clearImmediate(turn);
    },
};
//# sourceMappingURL=clock.js.map