import { serialDistance } from "../base/index.js";
import type { LogEntry } from "./entry.js";

/** What one log server holds at an index. */
export interface Vote {
  readonly view: number;
  /** Undefined when the server does not hold the index. */
  readonly entry: LogEntry | undefined;
}

interface HeldVote extends Vote {
  readonly entry: LogEntry;
}

/**
 * What a committed index holds, by what some of its `replicas` servers answered: of the newest view (paper §3.2.3), and
 * within that view what can still be on a majority. Undefined as long as the answers leave that open: a value and junk
 * may have competed for the index, and only one of them was committed.
 */
export function electEntry(votes: readonly Vote[], replicas: number): LogEntry | undefined {
  const majority = Math.floor(replicas / 2) + 1;
  if (votes.length < majority) return undefined;
  const held = newestOf(votes.filter((vote): vote is HeldVote => vote.entry !== undefined));
  const first = held[0]?.entry;
  if (first === undefined || held.every(({ entry }) => isSame(entry, first))) return first;
  return held.find(({ entry }) => held.filter((other) => isSame(other.entry, entry)).length >= majority)
    ?.entry;
}

function newestOf(votes: readonly HeldVote[]): readonly HeldVote[] {
  const view = votes.reduce(
    (newest, vote) => (serialDistance(newest, vote.view) > 0 ? vote.view : newest),
    votes[0]?.view ?? 0,
  );
  return votes.filter((vote) => vote.view === view);
}

function isSame(left: LogEntry, right: LogEntry): boolean {
  return left.junk === right.junk && left.client === right.client && left.request === right.request;
}
