/** What the REST API shows of a switch whose data plane runs in this process. */
export interface DataPlane {
  /** What has gone through each stage. */
  counters(): DataPlaneCounters;
  /** Sends a frame in at a port; resolves with every step of its way. */
  trace(port: number, frame: Uint8Array): Promise<readonly object[]>;
}

/** The part of a switch's counters that metrics tell. */
export interface DataPlaneCounters {
  /** Packets that ended inside the switch, by reason. */
  readonly drops: Readonly<Record<string, number>>;
  readonly recirculated: number;
  readonly parser: { readonly packets: number };
  /** Cables by port. */
  readonly links: Readonly<Record<number, LinkCounters>>;
}

interface LinkCounters {
  readonly sentPackets: number;
  readonly sentBytes: number;
  readonly lostPackets: number;
  /** By class, from 0, the lowest. */
  readonly queues: readonly {
    readonly droppedPackets: number;
    readonly depth: number;
    readonly maxDepth: number;
  }[];
}
