/** How much a switch holds. The committed artifact has `torSizes`; smaller ones reach every wrap-around sooner. */
export interface TorSizes {
  /** Low bits of an index that name its stripe (docs/PROTOCOL.md, Replication). */
  readonly stripeBits: number;
  /** Lanes that one switch can lead. */
  readonly laneBits: number;
  /** Slots of a lane: how far writes may run ahead of its commit cursor. */
  readonly windowBits: number;
  /** Epochs whose tickets can still become indices. */
  readonly epochBits: number;
  /** Bits of the number of tickets that one request may ask for. */
  readonly ticketsBits: number;
}

/** 16 stripes, 16 lanes of 1,024 slots, 256 epochs, up to 4,095 tickets at once. */
export const torSizes: TorSizes = {
  stripeBits: 4,
  laneBits: 4,
  windowBits: 10,
  epochBits: 8,
  ticketsBits: 12,
};

/** Members that a replica set can have: one bit each in an acknowledgement. */
export const replicasMax = 5;

/** The multicast group of the token. */
export const tokenGroup = 1;

/** Which copy of the token a copy is, by its replication id. */
export const tokenCopy = { successor: 1, predecessor: 2, host: 3 } as const;
