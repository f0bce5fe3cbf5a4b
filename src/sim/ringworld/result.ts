import type { Violation } from "../check/index.js";
import type { Fault } from "../faults/fault.js";

/** How much happened in a run. */
export interface RunStatistics {
  readonly simulatedUs: number;
  readonly events: number;
  readonly operations: number;
  readonly appendsAcknowledged: number;
  /** Those of them that stand behind another one at its index. */
  readonly appendsPacked: number;
  /** The tail at the end; 0 when it was not reached. */
  readonly tail: bigint;
  readonly tokenHops: number;
  readonly framesSent: number;
  readonly framesLost: number;
  readonly framesDoubled: number;
  readonly framesOvertaken: number;
}

/** What came of one seed. */
export interface RunResult {
  readonly seed: number;
  /** Empty when everything held. */
  readonly violations: readonly Violation[];
  /** The faults of the run; a failing one can be repeated with some of them. */
  readonly faults: readonly Fault[];
  /** 16 hexadecimal digits over the whole transcript: the same seed gives the same digest. */
  readonly digest: string;
  /** The transcript, when it was kept. */
  readonly lines: readonly string[];
  readonly statistics: RunStatistics;
}
