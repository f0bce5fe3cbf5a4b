import { serialDistance } from "../base/index.js";
import type { LogEntry } from "./entry.js";

/** What one log server holds at an index. */
export interface Vote {
  readonly view: number;
  /** Undefined when the server does not hold the index. */
  readonly entry: LogEntry | undefined;
}

/**
 * What a committed index holds, by the answers of a majority: the entry of the newest view (paper §3.2.3); within one
 * view junk, because a leader replaces a value by junk only after it has given the value up. Undefined when none of
 * the servers holds it.
 */
export function electEntry(votes: Iterable<Vote>): LogEntry | undefined {
  let best: { readonly view: number; readonly entry: LogEntry } | undefined;
  for (const { view, entry } of votes) {
    if (entry === undefined) continue;
    const newer = best === undefined ? 1 : serialDistance(best.view, view);
    if (newer > 0 || (newer === 0 && entry.junk)) best = { view, entry };
  }
  return best?.entry;
}
