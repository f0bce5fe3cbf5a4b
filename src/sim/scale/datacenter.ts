/**
 * What a datacenter is made of. The defaults are the paper's (RingWorld, sections 2.2, 2.3 and 3.3) where it names
 * them; the rest is said where it stands.
 */
export interface Datacenter {
  /** Appends/s that one rack of saturated log servers takes: 40 servers, 24 million requests/s each, a quarter appends. */
  readonly appendsPerRackPerSecond: number;
  /** Bytes of an entry. */
  readonly entryBytes: number;
  /** Bytes of the headers in front of an entry, and of a request without one. */
  readonly headerBytes: number;
  /** From one switch of the ring to the next, µs. */
  readonly hopUs: number;
  /** Jitter of a hop, as a share of it: each hop takes hopUs · (1 ± share). */
  readonly hopJitter: number;
  /** Packets/s of one pipeline of a switch. */
  readonly pipelinePps: number;
  /** Packet memory of a switch. Tofino 2 has 64 MB. */
  readonly bufferBytes: number;
  /** Bit rate of the ports that lead a switch's packets back into it: four of 100 Gb/s. */
  readonly recirculationBps: number;
  /** The shortest way through a switch and back in, µs. */
  readonly loopUs: number;
  /** Hosts of a rack: as many copies has a RELEASE. */
  readonly hostsPerRack: number;
  /** Requests/s of a batcher, and batches/s of a sequencer, on a server with one thread. */
  readonly serverRps: number;
  /** From a server to another one, µs. */
  readonly messageUs: number;
}

export const paperDatacenter: Datacenter = {
  appendsPerRackPerSecond: 160e6,
  entryBytes: 1024,
  headerBytes: 96,
  hopUs: 10,
  hopJitter: 0.1,
  pipelinePps: 1e9,
  bufferBytes: 64e6,
  recirculationBps: 400e9,
  loopUs: 1,
  hostsPerRack: 40,
  serverRps: 1e6,
  messageUs: 10,
};

/** Racks that a load needs; a ring has three switches at least. */
export function racksFor(appendsPerSecond: number, datacenter: Datacenter): number {
  return Math.max(3, Math.ceil(appendsPerSecond / datacenter.appendsPerRackPerSecond));
}
