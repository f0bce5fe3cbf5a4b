import type { Clock, Timers } from "../index.js";
/** The machine's monotonic clock, in microseconds since the process began. */
export declare const monotonicClock: Clock;
/** The machine's idea of the time of day, in microseconds since 1970, to the millisecond. It may jump. */
export declare const systemClock: Clock;
/**
 * Timers of the event loop: to the nearest millisecond; less than half a millisecond means the next turn of the loop,
 * which is closer to it than a millisecond would be.
 */
export declare const eventLoopTimers: Timers;
