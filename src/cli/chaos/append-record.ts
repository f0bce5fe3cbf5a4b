import type { LogPosition } from "../../ringworld/index.js";

/** An append that was acknowledged. Times are of one clock, in milliseconds. */
export interface AppendRecord extends LogPosition {
  /** Host of the client that appended it. */
  readonly writer: string;
  /** The value, as text; no two are the same. */
  readonly value: string;
  readonly begunMs: number;
  readonly acknowledgedMs: number;
}
