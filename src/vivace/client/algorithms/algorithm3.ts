import { vivaceVerdict } from "../../../wire/index.js";
import { noTimestamp, request } from "../../protocol/index.js";
import { anyReply, newestOf, type Reply } from "../exchange.js";
import type { Session, Steps } from "../session.js";
import { writeLocal } from "./algorithm1.js";
import type { Obtained, OrderedAccess } from "./attempt-at-client.js";
import { accepted } from "./conditions.js";
import { dataTargets } from "./data-targets.js";
import { isAnswered, isTaken } from "./write-rounds.js";

/** So often the data is asked for; then the newest timestamp is asked for again: it may be another one by now. */
const dataAttemptsMax = 3;

/** Algorithm 3: only order timestamps travel between sites before a command is done. */
export const algorithm3: OrderedAccess = {
  *obtain(session, ots) {
    const acks = yield* order(session, ots);
    if (acks === undefined) return undefined;
    const mts = newestOf(acks);
    return mts === noTimestamp ? { value: undefined } : yield* orderedData(session, mts, acks);
  },
  *install(session, ots, value) {
    yield* writeLocal(session, ots, value);
    return yield* orderWritten(session, ots);
  },
};

/** OR-TS: takes the order timestamp at a majority; the replies that accept it, or undefined when aborted. */
export function* order(session: Session, ots: bigint): Steps<readonly Reply[] | undefined> {
  const { key, replicas } = session.place;
  const message = request("orTs", key, ots);
  const acks = yield* session.sendwait({ message, targets: replicas, enough: isAnswered });
  return isTaken(acks, replicas.length) ? accepted(acks) : undefined;
}

/** OW-TS: makes the value of the order timestamp the newest; false when aborted. */
export function* orderWritten(session: Session, ots: bigint): Steps<boolean> {
  const { key, replicas } = session.place;
  const message = request("owTs", key, ots);
  const acks = yield* session.sendwait({ message, targets: replicas, enough: isAnswered });
  return isTaken(acks, replicas.length);
}

/** OR-DATA: the value of this very timestamp; undefined when it is outdated, or does not come. */
export function* orderedData(
  session: Session,
  mts: bigint,
  acks: readonly Reply[],
): Steps<Obtained | undefined> {
  const exchange = session.begin({
    message: request("orData", session.place.key, mts),
    ...dataTargets(session, acks, mts),
    enough: anyReply,
    attemptsMax: dataAttemptsMax,
  });
  const reply = yield* session.awaitData(exchange);
  const isAccepted = reply?.message.verdict === vivaceVerdict.accepted;
  return isAccepted ? { value: reply.message.value } : undefined;
}
