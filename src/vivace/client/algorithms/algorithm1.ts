import { assert } from "../../../base/index.js";
import type { VivaceMessage } from "../../../wire/index.js";
import { noTimestamp, request } from "../../protocol/index.js";
import { anyReply, type ExchangePlan, majority, newestOf, type Reply } from "../exchange.js";
import type { Session, Steps } from "../session.js";
import { hasMajority } from "./conditions.js";
import { dataTargets } from "./data-targets.js";
import { mayReturn, writeInRounds, writtenBack } from "./write-rounds.js";

/**
 * `function read(key)` of Algorithm 1, with the optimisations of §3.4.1. (C1): the largest timestamp came from a
 * majority. (C2): the data is of that timestamp.
 */
export function* readAlgorithm1(session: Session): Steps<Uint8Array | undefined> {
  const { skipWriteBack, parallelWriteBack } = session.config.optimisations;
  for (;;) {
    const acks = yield* readTimestamps(session);
    const mts = newestOf(acks);
    if (mts === noTimestamp) return undefined;
    const isC1 = hasMajority(session.place, acks, mts);
    const early = parallelWriteBack && !isC1 ? session.begin(writeBack(session, mts)) : undefined;
    const { timestamp, value } = yield* readData(session, mts, acks);
    const isC2 = timestamp === mts;
    if (skipWriteBack && isC1 && isC2) return value;
    const written = early !== undefined && isC2 ? early : session.begin(writeBack(session, timestamp));
    if (mayReturn(session, yield* session.finish(written))) return value;
  }
}

/** `function write(key, val)` of Algorithm 1. */
export function* writeAlgorithm1(session: Session, value: Uint8Array): Steps<void> {
  yield* writeInRounds(
    session,
    () => readTimestamps(session),
    function* (timestamp, enough) {
      yield* writeLocal(session, timestamp, value);
      return yield* session.sendwait({ ...writeTimestamp(session, timestamp), enough });
    },
  );
}

/** R-TS: a majority's timestamps. The request's own timestamp only names it. */
function readTimestamps(session: Session): Steps<readonly Reply[]> {
  const { key, replicas } = session.place;
  const message = request("rTs", key, session.newTimestamp());
  return session.sendwait({ message, targets: replicas, enough: majority });
}

/** R-DATA: the value of this timestamp or of a newer one. */
export function* readData(session: Session, mts: bigint, acks: readonly Reply[]): Steps<VivaceMessage> {
  const message = request("rData", session.place.key, mts);
  const exchange = session.begin({ message, ...dataTargets(session, acks, mts), enough: anyReply });
  const reply = yield* session.awaitData(exchange);
  assert(reply !== undefined, "the exchange does not give up");
  return reply.message;
}

/** W-TS of a reader. */
function writeBack(session: Session, timestamp: bigint): ExchangePlan {
  return { ...writeTimestamp(session, timestamp), enough: writtenBack(session) };
}

/** W-TS. */
function writeTimestamp(session: Session, timestamp: bigint): Omit<ExchangePlan, "enough"> {
  const { key, replicas } = session.place;
  return { message: request("wTs", key, timestamp), targets: replicas };
}

/** W-LOCAL: a majority of the local set has the value, and will pass it on. */
export function* writeLocal(session: Session, timestamp: bigint, value: Uint8Array): Steps<void> {
  const { key, replicas, locals } = session.place;
  const message = request("wLocal", key, timestamp, { value, targets: replicas });
  yield* session.sendwait({ message, targets: locals, enough: majority });
}
