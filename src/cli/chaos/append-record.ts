/** An append that was acknowledged. Times are of one clock, in milliseconds. */
export interface AppendRecord {
  /** Host of the client that appended it. */
  readonly writer: string;
  /** The value, as text; no two are the same. */
  readonly value: string;
  readonly index: bigint;
  readonly begunMs: number;
  readonly acknowledgedMs: number;
}
