import type { Subnet } from "./subnet.js";

/** A checked fabric: every reference leads somewhere, every address and port is used once. */
export interface Fabric {
  readonly name: string;
  readonly racks: readonly Rack[];
  /** In the order of the file; each is the top-of-rack switch of one rack. */
  readonly switches: readonly FabricSwitch[];
  readonly hosts: readonly Host[];
  readonly links: readonly Link[];
  readonly ring: Ring;
  readonly replicaSets: readonly ReplicaSet[];
  /** Entry i says who serves the indices whose low bits are i; the length is a power of two. */
  readonly stripes: readonly Stripe[];
  readonly classes: readonly TrafficClass[];
  /** Ports of hosts that may claim a class. */
  readonly trustedPorts: readonly PortOfSwitch[];
}

export interface Rack {
  readonly name: string;
  readonly subnet: Subnet;
}

export interface FabricSwitch {
  readonly name: string;
  readonly deviceId: bigint;
  readonly rack: string;
  /** `host:port` of the P4Runtime server, or `auto`: whoever starts the switch chooses. */
  readonly grpc: string;
  /** A 32-bit number. */
  readonly ip: number;
  /** A 48-bit number. */
  readonly mac: bigint;
  /** Period of the packets that tell the switch that time passes. */
  readonly tickUs: number;
  /** How long a recirculated packet is away. */
  readonly recirculationDelayUs: number;
  /** Port on which ticks arrive. */
  readonly generatorPort: number;
}

export type HostRole = "log-server" | "client" | "api";

/** What a cable does to packets. */
export interface Cable {
  /** One way. */
  readonly delayUs: number;
  /** Absent: without limit. */
  readonly rateBps?: number;
  /** Probability, from 0 to 1. */
  readonly loss: number;
  /** Packets of each class that may wait for it; more are dropped. */
  readonly queueDepth: number;
}

export interface Host extends Cable {
  readonly name: string;
  readonly rack: string;
  readonly switch: string;
  readonly port: number;
  readonly role: HostRole;
  /** A 32-bit number. */
  readonly ip: number;
  /** A 48-bit number. */
  readonly mac: bigint;
}

export interface PortOfSwitch {
  readonly switch: string;
  readonly port: number;
}

/** `fabric` links carry what hosts send; `ring` links carry tokens only. */
export type LinkKind = "fabric" | "ring";

/** A cable between two switches, the same in both directions. */
export interface Link extends Cable {
  readonly a: PortOfSwitch;
  readonly b: PortOfSwitch;
  readonly kind: LinkKind;
}

/** The token's way. Every switch is in `members` once; the last is followed by the first. */
export interface Ring {
  readonly members: readonly RingMember[];
  /** Whether the token waits for a tick at every switch. */
  readonly holdUntilTick: boolean;
}

export interface RingMember {
  readonly switch: string;
  readonly successor: RingNeighbour;
  readonly predecessor: RingNeighbour;
  /** The switch after the successor, over a link of its own; absent on a ring of two. */
  readonly nextPlusOne?: RingNeighbour;
}

/** A neighbour on the ring, and the own port that leads to it. */
export interface RingNeighbour {
  readonly switch: string;
  readonly port: number;
}

export interface ReplicaSet {
  readonly name: string;
  /** From 0, in the order of the file. */
  readonly number: number;
  /** Names of hosts; the position is the replica's number. */
  readonly servers: readonly string[];
}

export interface Stripe {
  /** Switch that leads the stripe. */
  readonly leader: string;
  /** Number of the replica set that keeps it. */
  readonly replicaSet: number;
}

export interface TrafficClass {
  readonly name: string;
  readonly dscp: readonly number[];
  /** From 0, the lowest, to 7. */
  readonly queue: number;
}
