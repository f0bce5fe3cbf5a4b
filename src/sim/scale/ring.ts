import { type Random, randomFraction } from "../../base/index.js";
import { poisson } from "./arrivals.js";
import type { Datacenter } from "./datacenter.js";
import { BatchWaits, type WaitSummary } from "./waits.js";

/** A ring under one load. */
export interface RingLoad {
  readonly datacenter: Datacenter;
  readonly switches: number;
  readonly appendsPerSecond: number;
  /** Laps to count, after one that only fills the ring. */
  readonly laps: number;
  readonly random: Random;
}

/** What a ring did. Indices are counted in float64, exact to 2^53. */
export interface RingRun {
  /** Time of a lap, mean, µs. */
  readonly lapUs: number;
  /** Indices handed out per second. */
  readonly appendsPerSecond: number;
  /** Indices handed out in one visit of the token, mean. */
  readonly batch: number;
  /** The most requests that waited at one switch at once. */
  readonly pendingMax: number;
  /** From the arrival of a request until the token fixes its index. */
  readonly wait: WaitSummary;
}

/**
 * Passes a token round a ring of switches, batch by batch: one event is a visit, with as many arrivals as came since
 * the one before (RingWorld, section 3.2.1). Requests come by chance, equally at every switch.
 */
export function simulateRing(load: RingLoad): RingRun {
  const { switches, laps } = load;
  const ring = new Ring(load);
  for (let hop = 0; hop < switches; hop += 1) ring.visit(hop);
  ring.startCounting();
  for (let hop = 0; hop < switches * laps; hop += 1) ring.visit(hop % switches);
  return ring.result();
}

class Ring {
  readonly #load: RingLoad;
  readonly #arrivalsPerUs: number;
  readonly #visitedUs: Float64Array;
  #waits = new BatchWaits();
  #nowUs = 0;
  #countedFromUs = 0;
  #indices = 0;
  #visits = 0;
  #pendingMax = 0;

  constructor(load: RingLoad) {
    this.#load = load;
    this.#arrivalsPerUs = load.appendsPerSecond / load.switches / 1e6;
    this.#visitedUs = new Float64Array(load.switches);
  }

  startCounting(): void {
    this.#waits = new BatchWaits();
    this.#countedFromUs = this.#nowUs;
    this.#indices = 0;
    this.#visits = 0;
    this.#pendingMax = 0;
  }

  /** The token comes to a switch: everything that waits there gets its index. */
  visit(at: number): void {
    const { random, datacenter } = this.#load;
    const jitter = datacenter.hopJitter * (2 * randomFraction(random) - 1);
    this.#nowUs += datacenter.hopUs * (1 + jitter);
    const gatheredUs = this.#nowUs - (this.#visitedUs[at] ?? 0);
    const pending = poisson(random, this.#arrivalsPerUs * gatheredUs);
    this.#visitedUs[at] = this.#nowUs;
    this.#waits.add(pending, 0, gatheredUs);
    this.#indices += pending;
    this.#visits += 1;
    this.#pendingMax = Math.max(this.#pendingMax, pending);
  }

  result(): RingRun {
    const seconds = (this.#nowUs - this.#countedFromUs) / 1e6;
    return {
      lapUs: (seconds * 1e6) / this.#load.laps,
      appendsPerSecond: this.#indices / seconds,
      batch: this.#indices / this.#visits,
      pendingMax: this.#pendingMax,
      wait: this.#waits.summary(),
    };
  }
}
