/** How one direction of a cable treats frames. */
export interface LinkConditions {
  /** Propagation delay. */
  readonly delayUs: number;
  /** A frame may take up to this much longer; frames still arrive in order. */
  readonly jitterUs: number;
  /** Bits per second; 0 means that sending takes no time. */
  readonly rateBps: number;
  /** Bytes that may wait for the wire; what comes on top is dropped. Only of use with a rate. */
  readonly queueBytesMax: number;
  /** Probability that a frame is lost. */
  readonly loss: number;
  /** Probability that a frame arrives twice. */
  readonly duplication: number;
  /** Probability that a frame is overtaken by later ones. */
  readonly reordering: number;
  /** A frame that is overtaken, and the second copy of a doubled one, arrives up to this much later. */
  readonly lagUs: number;
}

/** What a fault changes of a link's conditions while it lasts. */
export type LinkDisturbance = Partial<
  Pick<LinkConditions, "delayUs" | "jitterUs" | "loss" | "duplication" | "reordering" | "lagUs">
>;

/** A short cable of a rack: 1 microsecond, 10 Gbit/s, no faults. */
export const rackLink: LinkConditions = {
  delayUs: 1,
  jitterUs: 0,
  rateBps: 10e9,
  queueBytesMax: 1 << 20,
  loss: 0,
  duplication: 0,
  reordering: 0,
  lagUs: 0,
};
