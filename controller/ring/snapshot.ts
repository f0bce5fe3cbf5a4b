import type { Lane } from "../plan/replication.js";

/**
 * What the controller can say of a switch: nobody answers at its address (`unreachable`), it answers over P4Runtime
 * and is being set up (`starting`), its data plane answers too (`ready`), or has stopped to (`silent`).
 */
export type SwitchState = "unreachable" | "starting" | "ready" | "silent";

/** The registers of a switch, as its last answers told them. */
export interface SwitchCounters {
  /** Visits of the token; wraps at 2^32. */
  readonly epoch: number;
  /** Requests that arrived for an index; wraps at 2^32. */
  readonly arrivals: number;
  /** Indices handed out; wraps at 2^32. */
  readonly released: number;
  /** The largest index in the last token that it sent. */
  readonly lastIndex: bigint;
  /** Hop number of the last token that came; 0 before the first; wraps at 2^32. */
  readonly tokenSequence: number;
}

/** A lane, and its commit cursor when the switch has told it. */
export interface LaneSnapshot extends Lane {
  readonly commitCursor?: number;
}

export interface SwitchSnapshot {
  readonly name: string;
  readonly state: SwitchState;
  /** Why the switch is unreachable. */
  readonly problem?: string;
  readonly counters?: SwitchCounters;
  readonly lanes: readonly LaneSnapshot[];
}

/** Which log servers keep which stripe, and how far a change of that has come. */
export interface LayoutSnapshot {
  /** For each stripe the names of the log servers that keep it; empty while no view is served. */
  readonly inForce: readonly (readonly string[])[];
  /** What the fabric file asks for. */
  readonly wanted: readonly (readonly string[])[];
  /** All indices up to this one are where they are wanted; when nothing moves, the committed ones. */
  readonly copiedIndex: bigint;
  /**
   * Whether the file is in force as it stands: its layout is, the switches of the view hold what it says, and log
   * servers that are in no replica set of it are not needed any more.
   */
  readonly isSettled: boolean;
}

/** Everything that the controller knows of the ring, a moment ago at most. */
export interface RingSnapshot {
  readonly view: number;
  /** In the order of the token. */
  readonly order: readonly string[];
  /** True when every switch is ready and a token goes round. */
  readonly serving: boolean;
  /** How often the token was passed on, as far as this controller has seen. */
  readonly hops: number;
  /** Whole rounds of the token. */
  readonly laps: number;
  /** The largest index that was handed out. */
  readonly lastIndex: bigint;
  /** All indices up to this one are committed. */
  readonly committedIndex: bigint;
  /** All indices up to this one are known to be at every log server of the view that must keep them. */
  readonly replicatedIndex: bigint;
  readonly switches: readonly SwitchSnapshot[];
  readonly layout: LayoutSnapshot;
}
