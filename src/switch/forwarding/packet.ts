import type { Link } from "../queueing/link.js";
import type { PacketTrace } from "../trace/packet-trace.js";

/** Values of `standard_metadata.instance_type`, as simple_switch gives them. */
export const InstanceType = {
  normal: 0,
  ingressClone: 1,
  egressClone: 2,
  coalesced: 3,
  recirculated: 4,
  replicated: 5,
  resubmitted: 6,
} as const;

/** No copy was asked for. */
export const NO_SESSION = -1;

/** Bytes that packets look at. */
export interface Arrival {
  /** How many packets do. */
  packets: number;
  /** Whether the switch made them itself, for a packet that starts over. */
  readonly isOwn: boolean;
}

/**
 * One packet on its way through the switch. It is used again for another packet when its way ends, so nobody
 * keeps one.
 */
export class Packet {
  phv: Uint32Array;
  /** The packet as it entered ingress this time; never changed, so copies share it. */
  bytes: Uint8Array = new Uint8Array();
  /** Who else looks at these bytes. */
  arrival: Arrival = { packets: 0, isOwn: false };
  /** Where the parser stopped. */
  payloadOffset = 0;
  ingressPort = 0;
  egressPort = 0;
  /** Length at the last entry, which counters and meters see. */
  ingressLength = 0;
  /** Length with the headers that were added and removed since, which `packet_length` becomes in egress. */
  currentLength = 0;
  parserError = 0;
  checksumError = false;
  exited = false;
  cloneSession = NO_SESSION;
  cloneFieldList = 0;
  /** Digest to send at the end of ingress; 0: none. */
  digest = 0;
  /** Field list of a resubmission; 0: none was asked for. */
  resubmitFieldList = 0;
  recirculateFieldList = 0;
  truncatedLength = Number.POSITIVE_INFINITY;
  /** How often it was recirculated or resubmitted. */
  loops = 0;
  /** How many egress clones led to it. */
  cloneDepth = 0;
  /** Index of the table it met last, and of the action that ran last; -1: none. */
  lastTable = -1;
  lastAction = -1;
  priority = 0;
  enqueuedUs = 0;
  /** When it left its queue. */
  dequeuedUs = 0;
  /** The link that it leaves by, while it is in egress. */
  link: Link<Packet> | undefined = undefined;
  /** Present: its way is written down. */
  trace: PacketTrace | undefined = undefined;
  /** Number of the copy in the trace; 0 is the packet that came in. */
  copy = 0;

  constructor(words: number) {
    this.phv = new Uint32Array(words);
  }

  /** Begins a new way through the switch. */
  arrive(port: number, bytes: Uint8Array): void {
    this.bytes = bytes;
    this.arrival = { packets: 1, isOwn: false };
    this.ingressPort = port;
    this.ingressLength = bytes.length;
    this.currentLength = bytes.length;
    this.loops = 0;
    this.cloneDepth = 0;
    this.lastTable = -1;
    this.lastAction = -1;
    this.clearRequests();
  }

  /** Goes on with bytes that the switch made, instead of those that came in. */
  goOnWith(bytes: Uint8Array): void {
    this.arrival.packets -= 1;
    this.bytes = bytes;
    this.arrival = { packets: 1, isOwn: true };
  }

  /** From now on its way is written down, as that of one more copy. */
  join(trace: PacketTrace | undefined): void {
    this.trace = trace;
    if (trace !== undefined) this.copy = trace.enter();
  }

  /** Takes over the trace of the packet whose place it takes. */
  continueTrace(other: Packet): void {
    this.trace = other.trace;
    this.copy = other.copy;
    this.trace?.stay();
  }

  /** Forgets all that actions asked for. */
  clearRequests(): void {
    this.exited = false;
    this.cloneSession = NO_SESSION;
    this.cloneFieldList = 0;
    this.digest = 0;
    this.resubmitFieldList = 0;
    this.recirculateFieldList = 0;
    this.truncatedLength = Number.POSITIVE_INFINITY;
  }

  /** Takes over where another packet came from, but not its PHV what its actions asked for, or its trace. */
  follow(other: Packet): void {
    this.bytes = other.bytes;
    this.arrival = other.arrival;
    this.arrival.packets += 1;
    this.payloadOffset = other.payloadOffset;
    this.ingressPort = other.ingressPort;
    this.ingressLength = other.ingressLength;
    this.currentLength = other.currentLength;
    this.parserError = other.parserError;
    this.checksumError = other.checksumError;
    this.loops = other.loops;
    this.cloneDepth = other.cloneDepth;
    this.lastTable = other.lastTable;
    this.lastAction = other.lastAction;
    this.clearRequests();
  }
}
