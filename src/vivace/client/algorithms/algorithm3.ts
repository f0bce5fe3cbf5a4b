import { vivaceVerdict } from "../../../wire/index.js";
import { noTimestamp, request } from "../../protocol/index.js";
import { anyReply, newestOf, type Reply } from "../exchange.js";
import type { Session, Steps } from "../session.js";
import { writeLocal } from "./algorithm1.js";
import { accepted } from "./conditions.js";
import { dataTargets } from "./data-targets.js";
import type { Obtained, OrderedAccess } from "./execute.js";
import { isAnswered, isTaken } from "./write-rounds.js";

/** So often the data is asked for; then the newest timestamp is asked for again: it may be another one by now. */
const dataAttemptsMax = 3;

/** Algorithm 3: only order timestamps travel between sites before a command is done. */
export const algorithm3: OrderedAccess = {
  *obtain(session, ots) {
    const { key, replicas } = session.place;
    const message = request("orTs", key, ots);
    const acks = yield* session.sendwait({ message, targets: replicas, enough: isAnswered });
    if (!isTaken(acks, replicas.length)) return undefined;
    const mts = newestOf(accepted(acks));
    return mts === noTimestamp ? { value: undefined } : yield* orderedData(session, mts, accepted(acks));
  },
  *install(session, ots, value) {
    const { key, replicas } = session.place;
    yield* writeLocal(session, ots, value);
    const message = request("owTs", key, ots);
    const acks = yield* session.sendwait({ message, targets: replicas, enough: isAnswered });
    return isTaken(acks, replicas.length);
  },
};

/** OR-DATA: the value of this very timestamp; undefined when it is outdated, or does not come. */
function* orderedData(session: Session, mts: bigint, acks: readonly Reply[]): Steps<Obtained | undefined> {
  const exchange = session.begin({
    ...{ message: request("orData", session.place.key, mts), ...dataTargets(session, acks, mts) },
    ...{ enough: anyReply, attemptsMax: dataAttemptsMax },
  });
  const reply = yield* session.awaitData(exchange);
  const isAccepted = reply?.message.verdict === vivaceVerdict.accepted;
  return isAccepted ? { value: reply.message.value } : undefined;
}
