/** Time that only moves forward; `Clock` of src/io fits. */
export interface SwitchClock {
  /** Microseconds; may have a fraction. */
  nowUs(): number;
}

/** Calls back later; `Timers` of src/io fits. */
export interface SwitchTimers {
  /** Calls once, `delayUs` from now or a little later; gives what takes it back. */
  schedule(delayUs: number, callback: () => void): () => void;
}

/** Where packets leave. */
export interface Port {
  /** Takes a whole frame; the bytes are the receiver's own. */
  send(bytes: Uint8Array): void;
}
