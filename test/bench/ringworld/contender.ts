import type { Histogram } from "../../../src/base/index.js";

/** Processes of one kind, for the account of where the time goes. */
export interface Part {
  readonly name: string;
  readonly pids: readonly number[];
}

/** A log, or something used as one, that makes entries durable on three machines. */
export interface Contender {
  /** Other than this process, which is the client. */
  readonly parts: readonly Part[];
  /** How many entries an append may have that is worth trying; 1 among them. */
  readonly togethers: readonly number[];
  /** What its clients have counted so far, by name. */
  counts(): ReadonlyMap<string, number>;
  /** Makes entries durable, all of them or none; one as a rule. */
  append(values: readonly Uint8Array[]): Promise<unknown>;
  stop(): Promise<void>;
}

/** What a contender did in one turn. */
export interface Turn {
  /** Entries that became durable. */
  readonly perSecond: number;
  readonly latencyUs: Histogram;
  /** Processor time per entry, in microseconds, by part. */
  readonly costUs: ReadonlyMap<string, number>;
  /** What its clients counted, per entry. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Every turn of one contender with one number of appends under way. */
export interface Series {
  readonly contender: string;
  /** Entries that one append has. */
  readonly together: number;
  /** Appends. */
  readonly underWay: number;
  readonly turns: readonly Turn[];
}
