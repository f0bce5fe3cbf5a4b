import { noTimestamp } from "../protocol/index.js";
import { type Handler, respondWithValue } from "./handler.js";
import { promise, takeOrder } from "./order.js";

/** OR-TS: takes the order timestamp and answers with `ts[key]`. */
export const onOrderTimestamp: Handler = ({ context }, asked, object) => {
  const isTaken = promise(context, asked, object);
  if (isTaken) context.respond(object, asked, "accepted", object.timestamp);
  else context.respond(object, asked, "refused", object.orderTimestamp);
};

/**
 * OR-DATA: waits for the value of exactly this timestamp, be it in `remote_buf` (see R-DATA). Once a newer timestamp is
 * here it cannot come any more, and the paper's wait for the newer one's value would only delay the refusal.
 */
export const onOrderData: Handler = (parts, asked, object) => {
  const { timestamp } = asked.message;
  if (object.timestamp > timestamp) {
    parts.context.respond(object, asked, "refused", object.orderTimestamp);
  } else if (timestamp === noTimestamp || object.valueOf(timestamp)) {
    respondWithValue(parts, asked, object, timestamp);
  } else {
    parts.waiting.add(asked);
  }
};

/** OW-TS: adopts the order timestamp, with its value if that is in `remote_buf`, if no newer one was taken. */
export const onOrderWriteTimestamp: Handler = ({ context }, asked, object) => {
  const { timestamp } = asked.message;
  const verdict = takeOrder(object, timestamp, () => context.record(object, "adopt", timestamp));
  context.respond(object, asked, verdict, object.orderTimestamp);
};
