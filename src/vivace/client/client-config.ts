import type { UdpEnd } from "../../wire/index.js";
import type { RetryLimits } from "../protocol/index.js";

/** Which algorithms a client runs: the prior ones, or those of the paper. */
export interface Algorithms {
  readonly rw: "abd" | "algorithm1";
  readonly rmw: "algorithm2" | "algorithm3";
}

/** The algorithms of the paper. */
export const newAlgorithms: Algorithms = { rw: "algorithm1", rmw: "algorithm3" };

/** Those before. */
export const priorAlgorithms: Algorithms = { rw: "abd", rmw: "algorithm2" };

/**
 * How far clocks are trusted for the order of writes of RW objects:
 * - `trusted`: as in the paper. A write takes one round, and is lost when its client's clock is behind that of an
 *   earlier writer.
 * - `checked`: a write takes one round when it finds no newer timestamp, and is written again with a larger one when
 *   it does. Right whatever the clocks say.
 * - `none`: a write first asks for the newest timestamp. Right whatever the clocks say, and never more than one round
 *   more.
 */
export type ClockTrust = "trusted" | "checked" | "none";

/** The optimisations of section 3.4, each on its own. */
export interface Optimisations {
  /** §3.4.1: no write-back when a majority has the timestamp already (C1) and the data is of that timestamp (C2). */
  readonly skipWriteBack: boolean;
  /** §3.4.1: when (C1) does not hold, the timestamp is written back while the data is under way. */
  readonly parallelWriteBack: boolean;
  /** §3.4.1: data is asked of one replica that has the timestamp: a local one, or the one that answers soonest. */
  readonly oneDataReplica: boolean;
  /** §3.4.2: Algorithm 3 sends the command to the replicas instead of the value to the client and back. */
  readonly executeAtReplicas: boolean;
}

/** No optimisation: the algorithms as printed. */
export const noOptimisations: Optimisations = {
  skipWriteBack: false,
  parallelWriteBack: false,
  oneDataReplica: false,
  executeAtReplicas: false,
};

/** What a client can be told. */
export interface ClientConfig {
  readonly algorithms: Algorithms;
  readonly clockTrust: ClockTrust;
  readonly optimisations: Optimisations;
  /** §3.4.2: who runs the algorithms for this client, the preferred one first; with none it runs them itself. */
  readonly delegates: readonly UdpEnd[];
  /**
   * How long an operation may take before it fails. A change begins when the client's earlier changes of the object have
   * ended: the wait for them does not count.
   */
  readonly timeoutUs: number;
  /** How long to wait until a request is sent again. */
  readonly retry: RetryLimits;
  /**
   * The largest share by which such a wait is longer, at random. Without it, requests that a full queue has dropped
   * together are sent together again, and a queue with room for one drops the others once more.
   */
  readonly retrySpread: number;
  /** How long to wait before an aborted command is tried again: a random time up to a limit that doubles. */
  readonly backOff: BackOff;
}

/** The limits of random waits. */
export interface BackOff {
  readonly initialUs: number;
  readonly maxUs: number;
}

/** The defaults of a client: the new algorithms. */
export const defaultClientConfig: ClientConfig = {
  algorithms: newAlgorithms,
  clockTrust: "checked",
  optimisations: { ...noOptimisations, skipWriteBack: true, parallelWriteBack: true, oneDataReplica: true },
  delegates: [],
  timeoutUs: 30_000_000,
  retry: { initialUs: 500_000, minUs: 20_000, maxUs: 5_000_000 },
  retrySpread: 0.25,
  backOff: { initialUs: 20_000, maxUs: 2_000_000 },
};
