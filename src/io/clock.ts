/** Time that only moves forward. Its zero has no meaning. */
export interface Clock {
  /** Microseconds, monotonic; may have a fraction. */
  nowUs(): number;
}

/** Takes back what was scheduled; does nothing when that has already happened. */
export type Cancel = () => void;

export interface Timers {
  /** Calls `callback` once, `delayUs` microseconds from now or a little later. */
  schedule(delayUs: number, callback: () => void): Cancel;
}
