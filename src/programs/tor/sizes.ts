/** Low bits of an index that name its stripe: 16 stripes (docs/PROTOCOL.md, Replication). */
export const stripeBits = 4;

/** Lanes that one switch can lead. */
export const laneBits = 4;

/** Slots of a lane: how far writes may run ahead of its commit cursor. */
export const windowBits = 10;

/** Bits of a slot's number: its lane and its place in the lane's window. */
export const slotBits = 14;

/** Epochs whose tickets can still become indices. */
export const epochBits = 8;

/** Bits of the number of tickets that one request may ask for. */
export const ticketsBits = 12;

/** Members that a replica set can have: one bit each in an acknowledgement. */
export const replicasMax = 5;

/** The multicast group of the token. */
export const tokenGroup = 1;

/** Which copy of the token a copy is, by its replication id. */
export const tokenCopy = { successor: 1, predecessor: 2, host: 3 } as const;
