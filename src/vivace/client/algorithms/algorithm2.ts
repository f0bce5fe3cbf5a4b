import { request } from "../../protocol/index.js";
import { newestOf } from "../exchange.js";
import type { OrderedAccess } from "./attempt-at-client.js";
import { accepted } from "./conditions.js";
import { isAnswered, isTaken } from "./write-rounds.js";

/** Algorithm 2: values travel with the order timestamps. */
export const algorithm2: OrderedAccess = {
  *obtain(session, ots) {
    const { key, replicas } = session.place;
    const message = request("or", key, ots);
    const acks = yield* session.sendwait({ message, targets: replicas, enough: isAnswered });
    if (!isTaken(acks, replicas.length)) return undefined;
    const mts = newestOf(accepted(acks));
    return { value: accepted(acks).find((ack) => ack.message.timestamp === mts)?.message.value };
  },
  *install(session, ots, value) {
    const { key, replicas } = session.place;
    const message = request("ow", key, ots, { value });
    const acks = yield* session.sendwait({ message, targets: replicas, enough: isAnswered });
    return isTaken(acks, replicas.length);
  },
};
