import { assert } from "../../../base/index.js";
import { noTimestamp, request } from "../../protocol/index.js";
import { anyReply, type Enough, majority, newestOf, type Reply } from "../exchange.js";
import type { Session, Steps } from "../session.js";
import { hasMajority } from "./conditions.js";
import { mayReturn, writeInRounds, writtenBack } from "./write-rounds.js";

/** `function read(key)` of Algorithm 1. */
export function* readAlgorithm1(session: Session): Steps<Uint8Array | undefined> {
  const { skipWriteBack } = session.config.optimisations;
  for (;;) {
    const acks = yield* readTimestamps(session);
    const mts = newestOf(acks);
    if (mts === noTimestamp) return undefined;
    const data = yield* readData(session, mts);
    const { timestamp, value } = data.message;
    const isC1 = hasMajority(session.place, acks, mts);
    if (skipWriteBack && isC1 && timestamp === mts) return value;
    const replies = yield* writeTimestamp(session, timestamp, writtenBack(session));
    if (mayReturn(session, replies)) return value;
  }
}

/** `function write(key, val)` of Algorithm 1. */
export function* writeAlgorithm1(session: Session, value: Uint8Array): Steps<void> {
  yield* writeInRounds(
    session,
    () => readTimestamps(session),
    function* (timestamp, enough) {
      yield* writeLocal(session, timestamp, value);
      return yield* writeTimestamp(session, timestamp, enough);
    },
  );
}

/** R-TS: a majority's timestamps. The request's own timestamp only names it. */
function readTimestamps(session: Session): Steps<readonly Reply[]> {
  const { key, replicas } = session.place;
  const message = request("rTs", key, session.newTimestamp());
  return session.sendwait({ message, targets: replicas, enough: majority });
}

/**
 * R-DATA: the value of this timestamp or of a newer one. While it does not come, the timestamp is written back: a
 * replica that has the value, and has not heard of the timestamp, would wait for ever.
 */
function* readData(session: Session, mts: bigint): Steps<Reply> {
  const { key, replicas } = session.place;
  const message = request("rData", key, mts);
  const writeBack = { message: request("wTs", key, mts), targets: replicas, enough: majority };
  let isWrittenBack = false;
  const exchange = session.begin({
    ...{ message, targets: replicas, enough: anyReply },
    onRetry: () => {
      if (!isWrittenBack) session.begin(writeBack);
      isWrittenBack = true;
    },
  });
  const reply = yield* session.awaitData(exchange);
  assert(reply !== undefined, "the exchange does not give up");
  return reply;
}

/** W-TS. */
function writeTimestamp(session: Session, timestamp: bigint, enough: Enough): Steps<readonly Reply[]> {
  const { key, replicas } = session.place;
  return session.sendwait({ message: request("wTs", key, timestamp), targets: replicas, enough });
}

/** W-LOCAL: a majority of the local set has the value, and will pass it on. */
export function* writeLocal(session: Session, timestamp: bigint, value: Uint8Array): Steps<void> {
  const { key, replicas, locals } = session.place;
  const message = request("wLocal", key, timestamp, { value, targets: replicas });
  yield* session.sendwait({ message, targets: locals, enough: majority });
}
