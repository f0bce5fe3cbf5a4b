import { noTimestamp, request } from "../../protocol/index.js";
import { newestOf } from "../exchange.js";
import { orderedData } from "./algorithm3.js";
import type { OrderedAccess } from "./attempt-at-client.js";
import { accepted, valueAmong } from "./conditions.js";
import { isAnswered, isTaken } from "./write-rounds.js";

/** Algorithm 2: values travel with the order timestamps. */
export const algorithm2: OrderedAccess = {
  *obtain(session, ots) {
    const { key, replicas } = session.place;
    const message = request("or", key, ots);
    const acks = yield* session.sendwait({ message, targets: replicas, enough: isAnswered });
    if (!isTaken(acks, replicas.length)) return undefined;
    const mts = newestOf(accepted(acks));
    if (mts === noTimestamp) return { value: undefined };
    // A client of Algorithm 3 may have left the timestamp without its value.
    return valueAmong(accepted(acks), mts) ?? (yield* orderedData(session, mts, accepted(acks)));
  },
  *install(session, ots, value) {
    const { key, replicas } = session.place;
    const message = request("ow", key, ots, { value });
    const acks = yield* session.sendwait({ message, targets: replicas, enough: isAnswered });
    return isTaken(acks, replicas.length);
  },
};
