/** Why a packet ended inside the switch. */
export type DropReason =
  /** The program dropped it in ingress. */
  | "ingress"
  /** The program dropped it in egress. */
  | "egress"
  /** Sent to a port to which nothing is attached. */
  | "noPort"
  /** Its class is not one of the queues. */
  | "priority"
  /** Multicast to a group without replicas. */
  | "noReplicas"
  /** Too many packets loop or stand in line. */
  | "queueFull"
  /** The queue of its class at its link was full. */
  | "tailDrop"
  /** It looped more often than allowed. */
  | "loop"
  /** An `assert` or `assume` of the program did not hold. */
  | "assertion"
  /** No program is loaded, or another one was loaded meanwhile. */
  | "noProgram";

export interface PortStatistics {
  receivedPackets: number;
  receivedBytes: number;
  sentPackets: number;
  sentBytes: number;
}

/** What stopped a packet, told once for each. */
export interface DropReport {
  readonly reason: DropReason;
  readonly ingressPort: number;
  /** The table that the packet met last, if any. */
  readonly lastTable?: string;
  /** The action that ran last, if any. */
  readonly lastAction?: string;
  /** How often it had been recirculated or resubmitted. */
  readonly loops: number;
  /** For a packet that looped too often: its last round through the program, a line a step. */
  readonly round?: readonly string[];
}

/** Counts packets by port and by what became of them. */
export class Statistics {
  readonly ports = new Map<number, PortStatistics>();
  /** The same, for every packet to find its port fast. */
  private readonly byNumber: (PortStatistics | undefined)[] = [];
  readonly drops = new Map<DropReason, number>();
  recirculated = 0;
  resubmitted = 0;
  cloned = 0;

  port(number: number): PortStatistics {
    return this.byNumber[number] ?? this.add(number);
  }

  received(port: number, bytes: number): void {
    const statistics = this.port(port);
    statistics.receivedPackets += 1;
    statistics.receivedBytes += bytes;
  }

  sent(port: number, bytes: number): void {
    const statistics = this.port(port);
    statistics.sentPackets += 1;
    statistics.sentBytes += bytes;
  }

  private add(port: number): PortStatistics {
    const fresh = { receivedPackets: 0, receivedBytes: 0, sentPackets: 0, sentBytes: 0 };
    this.ports.set(port, fresh);
    this.byNumber[port] = fresh;
    return fresh;
  }

  drop(reason: DropReason): void {
    this.drops.set(reason, (this.drops.get(reason) ?? 0) + 1);
  }
}
