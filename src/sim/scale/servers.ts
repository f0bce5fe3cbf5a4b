import { type Random, randomFraction } from "../../base/index.js";
import { poisson, untilNextUs } from "./arrivals.js";
import type { Datacenter } from "./datacenter.js";
import { BatchWaits, type WaitSummary } from "./waits.js";

/** Servers that sequence under one load. */
export interface ServerLoad {
  readonly datacenter: Datacenter;
  readonly appendsPerSecond: number;
  readonly random: Random;
}

const requestsToSimulate = 200_000;

/**
 * One server gives every index (in the manner of Corfu): a queue with one place of service.
 *
 * @returns undefined when the server cannot keep up: its queue would grow for ever
 */
export function simulateSingleSequencer(load: ServerLoad): WaitSummary | undefined {
  const { datacenter, appendsPerSecond, random } = load;
  if (appendsPerSecond >= datacenter.serverRps) return undefined;
  const serviceUs = 1e6 / datacenter.serverRps;
  const waits = new BatchWaits();
  let queueUs = 0;
  for (let request = 0; request < requestsToSimulate; request += 1) {
    const answeredUs = 2 * datacenter.messageUs + queueUs + serviceUs;
    waits.add(1, answeredUs, answeredUs);
    queueUs = Math.max(0, queueUs + serviceUs - untilNextUs(random, appendsPerSecond / 1e6));
  }
  return waits.summary();
}

const periodsToSimulate = 3;
const batchesMin = 3_000;

/**
 * Batchers gather requests and ask one sequencer for a range of indices, once a period (RingWorld, section 2.3, after
 * Scalog). There are as many batchers as the load needs, and the period is the shortest that the sequencer bears.
 */
export function simulateServerBatching(load: ServerLoad): WaitSummary {
  const { datacenter, appendsPerSecond, random } = load;
  const batchers = Math.ceil(appendsPerSecond / datacenter.serverRps);
  const periodUs = (batchers / datacenter.serverRps) * 1e6;
  const serviceUs = 1e6 / datacenter.serverRps;
  const phasesUs = Float64Array.from({ length: batchers }, () => randomFraction(random) * periodUs).sort();
  const waits = new BatchWaits();
  const batches = Math.max(batchesMin, batchers * periodsToSimulate);
  let freeUs = 0;
  for (let batch = 0; batch < batches; batch += 1) {
    const sentUs = (phasesUs[batch % batchers] ?? 0) + Math.floor(batch / batchers) * periodUs;
    freeUs = Math.max(freeUs, sentUs) + serviceUs;
    const answeredUs = freeUs - sentUs + 2 * datacenter.messageUs;
    const requests = poisson(random, (appendsPerSecond / batchers / 1e6) * periodUs);
    waits.add(requests, answeredUs, answeredUs + periodUs);
  }
  return waits.summary();
}
