import type { PartKind } from "../fabric/process-fabric.js";
import type { AppendRecord } from "./append-record.js";

/** A process that was ended with `kill -9`. Times are of the clock of the appends. */
export interface Kill {
  readonly number: number;
  readonly kind: PartKind;
  readonly name: string;
  readonly atMs: number;
  /** When everything was at work again. */
  readonly wholeMs: number;
}

/** What a kill did to those who append. */
export interface Pause {
  readonly kill: Kill;
  /** From the kill to the first acknowledgement of an append that was begun after it. */
  readonly resumedMs: number;
  /** The longest time without any acknowledgement, from the kill until everything was at work again. */
  readonly longestGapMs: number;
}

/** What each kill did; the appends come in any order. */
export function pausesOf(kills: readonly Kill[], appends: readonly AppendRecord[]): readonly Pause[] {
  const sorted = appends.toSorted((left, right) => left.acknowledgedMs - right.acknowledgedMs);
  return kills.map((kill) => {
    const after = sorted.slice(firstAtOrAfter(sorted, kill.atMs));
    const first = after.find(({ begunMs }) => begunMs >= kill.atMs);
    const resumedMs = (first?.acknowledgedMs ?? Number.POSITIVE_INFINITY) - kill.atMs;
    return { kill, resumedMs, longestGapMs: longestGap(kill, after) };
  });
}

function longestGap({ atMs, wholeMs }: Kill, after: readonly AppendRecord[]): number {
  let longest = 0;
  let last = atMs;
  for (const { acknowledgedMs } of after) {
    longest = Math.max(longest, acknowledgedMs - last);
    last = acknowledgedMs;
    if (last >= wholeMs) return longest;
  }
  return Math.max(longest, wholeMs - last);
}

/** By bisection: the place of the first append that was acknowledged at a time or after it. */
function firstAtOrAfter(sorted: readonly AppendRecord[], atMs: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle]?.acknowledgedMs ?? atMs) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The smallest of `values` that is not smaller than `percent` of them; 0 when there are none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0;
}
