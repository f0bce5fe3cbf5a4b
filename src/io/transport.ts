/**
 * One end of a link that carries Ethernet frames. It may lose, double and reorder them (a fair lossy channel, paper
 * §3.1.3); it never joins or cuts them.
 */
export interface Transport {
  /**
   * Sends one frame. The bytes must not change until the current turn of the event loop has ended, unless it returns true:
   * they are the caller's again.
   */
  send(frame: Uint8Array): unknown;
  /**
   * Sets the one receiver of frames. It may keep a frame, whose bytes are never written again, unless it returns true: it
   * has done with it.
   */
  onFrame(receive: (frame: Uint8Array) => unknown): void;
}

/** A transport behind a port of a switch: a network interface, a UDP tunnel, a pair of capture files. */
export interface PacketPort extends Transport {
  /** Sends what is queued, and gives back what the port has taken of the machine. */
  close(): Promise<void>;
}
