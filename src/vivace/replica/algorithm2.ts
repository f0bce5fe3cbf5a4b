import { bringValue, type Handler, respondWithValue } from "./handler.js";
import { promise, takeOrder } from "./order.js";

/** OR: takes the order timestamp and answers with timestamp and value. */
export const onOrderRead: Handler = (parts, asked, object) => {
  if (promise(parts.context, asked, object)) respondWithValue(parts, asked, object);
  else parts.context.respond(object, asked, "refused", object.orderTimestamp);
};

/** OW: stores the value if no newer order timestamp was taken. */
export const onOrderWrite: Handler = ({ context }, asked, object) => {
  const { timestamp, value } = asked.message;
  bringValue(context, asked, object);
  const verdict = takeOrder(object, timestamp, () => context.record(object, "write", timestamp, value));
  context.respond(object, asked, verdict, object.orderTimestamp);
};
