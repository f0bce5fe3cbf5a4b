import { noTimestamp, request } from "../../protocol/index.js";
import { type Enough, majority, newestOf, type Reply } from "../exchange.js";
import type { Session, Steps } from "../session.js";
import { readData } from "./algorithm1.js";
import { hasMajority, valueAmong } from "./conditions.js";
import { mayReturn, writeInRounds, writtenBack } from "./write-rounds.js";

/** Reads with the ABD algorithm (paper §3.2). */
export function* readAbd(session: Session): Steps<Uint8Array | undefined> {
  const { skipWriteBack } = session.config.optimisations;
  for (;;) {
    const acks = yield* ask(session);
    const mts = newestOf(acks);
    if (mts === noTimestamp) return undefined;
    // A client of Algorithm 1 may have left the timestamp without its value.
    const { timestamp, value } = valueAmong(acks, mts) ?? (yield* readData(session, mts, acks));
    if (value === undefined) return undefined;
    if (skipWriteBack && hasMajority(session.place, acks, timestamp)) return value;
    const replies = yield* store(session, timestamp, value, writtenBack(session));
    if (mayReturn(session, replies)) return value;
  }
}

/** Writes with the ABD algorithm. */
export function* writeAbd(session: Session, value: Uint8Array): Steps<void> {
  yield* writeInRounds(
    session,
    () => ask(session),
    (timestamp, enough) => store(session, timestamp, value, enough),
  );
}

function ask(session: Session): Steps<readonly Reply[]> {
  const { key, replicas } = session.place;
  const message = request("r", key, session.newTimestamp());
  return session.sendwait({ message, targets: replicas, enough: majority });
}

function store(
  session: Session,
  timestamp: bigint,
  value: Uint8Array,
  enough: Enough,
): Steps<readonly Reply[]> {
  const { key, replicas } = session.place;
  const message = request("w", key, timestamp, { value });
  return session.sendwait({ message, targets: replicas, enough });
}
