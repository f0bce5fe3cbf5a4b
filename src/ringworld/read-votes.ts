import { ofNewestView } from "./newest-view.js";
import type { Pack } from "./pack.js";

/** What one log server holds at an index. */
export interface Vote {
  readonly view: number;
  /** Undefined when the server does not hold the index. */
  readonly pack: Pack | undefined;
}

interface HeldVote extends Vote {
  readonly pack: Pack;
}

/**
 * What a committed index holds, by what some of its `replicas` servers answered: of the newest view (paper §3.2.3), and
 * within that view a value rather than junk: junk is committed by all servers of a view, so that one value shows that
 * it was not (docs/PROTOCOL.md, Junk and the quorums). Undefined as long as too few have answered.
 */
export function electPack(votes: readonly Vote[], replicas: number): Pack | undefined {
  const majority = Math.floor(replicas / 2) + 1;
  if (votes.length < majority) return undefined;
  const newest = ofNewestView(votes.filter((vote): vote is HeldVote => vote.pack !== undefined));
  return (newest.find(({ pack }) => !pack.junk) ?? newest[0])?.pack;
}
