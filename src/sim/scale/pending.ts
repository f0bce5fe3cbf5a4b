import type { Datacenter } from "./datacenter.js";

/** What requests that wait for the token cost one switch. */
export interface PendingCost {
  /** The most that wait at once. */
  readonly pending: number;
  /** Bytes that they hold in the switch. */
  readonly heldBytes: number;
  /** Packets/s through the pipeline: requests, loops, tickets and releases. */
  readonly pipelinePps: number;
  /** Bits/s through the ports that lead back into the switch. */
  readonly recirculationBps: number;
  /** How long one loop takes with everything that loops; 0 where nothing does. */
  readonly loopUs: number;
  /** Why it cannot be done, or nothing. */
  readonly impossible?: PendingLimit;
}

/** Which part of a switch gives out first. */
export type PendingLimit = "buffer" | "pipeline" | "recirculation ports";

/** One switch: requests/s that arrive, and the lap of the token. */
export interface SwitchLoad {
  readonly datacenter: Datacenter;
  readonly requestsPerSecond: number;
  readonly lapUs: number;
}

/**
 * Requests stay in the switch, data and all, and loop until the token has come (RingWorld, section 3.2.1). A loop
 * takes as long as everything that loops takes through the pipeline and through the recirculation ports. It must be
 * shorter than a lap: a request that comes round less often misses its epoch.
 */
export function recirculateCost({ datacenter, requestsPerSecond, lapUs }: SwitchLoad): PendingCost {
  const frameBytes = datacenter.headerBytes + datacenter.entryBytes;
  const pending = (requestsPerSecond * lapUs) / 1e6;
  const mean = pending / 2;
  const sparePps = datacenter.pipelinePps - requestsPerSecond;
  const pipelineUs = sparePps > 0 ? (pending / sparePps) * 1e6 : Number.POSITIVE_INFINITY;
  const portsUs = ((pending * frameBytes * 8) / datacenter.recirculationBps) * 1e6;
  const loopUs = Math.max(datacenter.loopUs, pipelineUs, portsUs);
  const loopsPerSecond = mean / (loopUs / 1e6);
  const heldBytes = pending * frameBytes;
  const impossible = limitOf({ heldBytes, pipelineUs, portsUs, lapUs, datacenter });
  return {
    pending,
    heldBytes,
    pipelinePps: requestsPerSecond + loopsPerSecond,
    recirculationBps: loopsPerSecond * frameBytes * 8,
    loopUs,
    ...(impossible !== undefined && { impossible }),
  };
}

interface Demand {
  readonly heldBytes: number;
  readonly pipelineUs: number;
  readonly portsUs: number;
  readonly lapUs: number;
  readonly datacenter: Datacenter;
}

function limitOf({ heldBytes, pipelineUs, portsUs, lapUs, datacenter }: Demand): PendingLimit | undefined {
  if (heldBytes > datacenter.bufferBytes) return "buffer";
  if (pipelineUs > lapUs) return "pipeline";
  return portsUs > lapUs ? "recirculation ports" : undefined;
}

/**
 * The switch answers every request with a ticket and holds nothing; at the token's visit one RELEASE goes to every
 * host of the rack. The data crosses the switch once, when the host knows the index.
 */
export function ticketCost({ datacenter, requestsPerSecond, lapUs }: SwitchLoad): PendingCost {
  const releasesPps = datacenter.hostsPerRack / (lapUs / 1e6);
  const pipelinePps = 2 * requestsPerSecond + releasesPps;
  return {
    pending: (requestsPerSecond * lapUs) / 1e6,
    heldBytes: 0,
    pipelinePps,
    recirculationBps: 0,
    loopUs: 0,
    ...(pipelinePps > datacenter.pipelinePps && { impossible: "pipeline" as const }),
  };
}
