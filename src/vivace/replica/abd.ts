import { bringValue, type Handler, respondWithValue, takeTimestamp } from "./handler.js";

/** R: answers with the timestamp and the value (paper §3.2, the ABD algorithm). */
export const onRead: Handler = respondWithValue;

/** W: stores value and timestamp, unless a newer timestamp is stored. */
export const onWrite: Handler = ({ context }, asked, object) => {
  const { timestamp, value } = asked.message;
  bringValue(context, asked, object);
  const verdict = takeTimestamp(object, timestamp, () => context.record(object, "write", timestamp, value));
  context.respond(object, asked, verdict, object.timestamp);
};
