import { majorityOf } from "../../protocol/index.js";
import { countOf, type Enough, majority, type Reply } from "../exchange.js";
import type { Session, Steps } from "../session.js";

/** Gives the replicas a timestamp, and the value in one way or another; ends with their verdicts on the timestamp. */
export type WriteRound = (timestamp: bigint, enough: Enough) => Steps<readonly Reply[]>;

/**
 * Whether a majority of replicas has, or has had, the timestamp. Then nothing newer was complete when the write began;
 * and a value is read only when this is so.
 */
export function isTaken(replies: readonly Reply[], asked: number): boolean {
  return countOf(replies, "accepted") >= majorityOf(asked);
}

/** Whether there will never be a majority that has had the timestamp. */
function isMissed(replies: readonly Reply[], asked: number): boolean {
  return countOf(replies, "refused") > asked - majorityOf(asked);
}

const isDecided: Enough = (replies, asked) =>
  isTaken(replies, asked) || (isMissed(replies, asked) && majority(replies, asked));

/** A majority has the timestamp, or a majority has answered and not all of it has: enough for whoever can begin again. */
export const isAnswered: Enough = (replies, asked) =>
  isTaken(replies, asked) || (majority(replies, asked) && countOf(replies, "accepted") < replies.length);

/** When the replies to a write-back are enough. */
export function writtenBack(session: Session): Enough {
  return session.config.clockTrust === "checked" ? isAnswered : majority;
}

/** Whether a value whose timestamp was written back may be returned; if not, the read begins again. */
export function mayReturn(session: Session, replies: readonly Reply[]): boolean {
  return session.config.clockTrust !== "checked" || isTaken(replies, session.place.replicas.length);
}

/**
 * Writes in as many rounds as the trust in clocks demands. With `checked`, a first round that a majority takes is all:
 * a write that was complete before would have left a larger timestamp at one of them. If a majority misses the
 * timestamp, no read can ever return the value under it, so that the value can be written once more under a timestamp
 * that is larger than all that were complete when the write began; that round needs no check.
 */
export function* writeInRounds(
  session: Session,
  askForTimestamps: () => Steps<readonly Reply[]>,
  round: WriteRound,
): Steps<void> {
  const { clockTrust } = session.config;
  if (clockTrust === "none") yield* askForTimestamps();
  if (clockTrust === "checked") {
    const replies = yield* round(session.newTimestamp(), isDecided);
    if (isTaken(replies, session.place.replicas.length)) return;
  }
  yield* round(session.newTimestamp(), majority);
}
