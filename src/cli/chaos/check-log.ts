import { type LogPosition, showPosition } from "../../ringworld/index.js";
import type { AppendRecord } from "./append-record.js";

/** An entry as an independent client read it. */
export interface ReadEntry extends LogPosition {
  readonly value: string;
}

/** A log as an independent client read it. */
export interface ReadLog {
  /** What readers of the whole log see: of two copies of an append, the first. */
  readonly entries: readonly ReadEntry[];
  /** What stands at those acknowledged positions that are not among `entries`: later copies, or worse. */
  readonly others: readonly ReadEntry[];
}

/** The most violations that a report names. */
const namedMax = 20;

/**
 * What is wrong with a log: acknowledged entries that are not there, are changed or stand twice, or whose indices do
 * not follow real time. Empty when nothing is.
 */
export function checkLog(appends: readonly AppendRecord[], log: ReadLog): readonly string[] {
  return [...missing(appends, log), ...repeated(log.entries), ...againstTime(appends)].slice(0, namedMax);
}

/** Each must be where it was acknowledged, and readers must see it. */
function missing(appends: readonly AppendRecord[], { entries, others }: ReadLog): string[] {
  const byPosition = new Map([...entries, ...others].map((entry) => [showPosition(entry), entry.value]));
  const seen = new Set(entries.map(({ value }) => value));
  return appends.flatMap((append) => {
    const { value } = append;
    const position = showPosition(append);
    const found = byPosition.get(position);
    if (found === value && seen.has(value)) return [];
    const what = found === undefined ? "nothing" : `"${nameOf(found).slice(0, 80)}"`;
    return [`"${nameOf(value)}" was acknowledged at ${position}, where there is ${what}`];
  });
}

function repeated(entries: readonly ReadEntry[]): string[] {
  const seen = new Map<string, string>();
  return entries.flatMap((entry) => {
    const position = showPosition(entry);
    const before = seen.get(entry.value);
    seen.set(entry.value, position);
    return before === undefined ? [] : [`"${nameOf(entry.value)}" stands at ${before} and at ${position}`];
  });
}

/** An append that began after another had been acknowledged stands behind it. */
function againstTime(appends: readonly AppendRecord[]): string[] {
  const byEnd = appends.toSorted((left, right) => left.acknowledgedMs - right.acknowledgedMs);
  const byBegin = appends.toSorted((left, right) => left.begunMs - right.begunMs);
  let ended = 0;
  let largest: AppendRecord | undefined;
  return byBegin.flatMap((append) => {
    for (
      let next = byEnd[ended];
      next !== undefined && next.acknowledgedMs < append.begunMs;
      next = byEnd[ended]
    ) {
      if (largest === undefined || next.index > largest.index) largest = next;
      ended += 1;
    }
    if (largest === undefined || append.index > largest.index) return [];
    return [`"${nameOf(append.value)}" at ${append.index} began after ${largest.index} was acknowledged`];
  });
}

/** A value without what makes it as long as it is. */
function nameOf(value: string): string {
  return value.replace(/ x*$/, "").trimEnd();
}
