import { noTimestamp } from "../protocol/index.js";
import { bringValue, type Handler, respondWithValue, takeTimestamp } from "./handler.js";

/** R-TS: answers with `ts[key]`. */
export const onReadTimestamp: Handler = ({ context }, asked, object) => {
  context.respond(object, asked, "accepted", object.timestamp);
};

/**
 * R-DATA: waits until `ts[key] ≥ ts` and `val[key] ≠ ⊥`, then answers with both. The value of `ts` itself is given out
 * of `remote_buf`, too; as printed in the paper it would wait there for a timestamp that may never come to this replica.
 */
export const onReadData: Handler = (parts, asked, object) => {
  const { timestamp } = asked.message;
  const newest = object.timestamp > timestamp ? object.timestamp : timestamp;
  if (newest === noTimestamp || object.valueOf(newest)) respondWithValue(parts, asked, object, newest);
  else parts.waiting.add(asked);
};

/** W-TS: adopts a newer timestamp, with its value if that is in `remote_buf`. */
export const onWriteTimestamp: Handler = ({ context }, asked, object) => {
  const { timestamp } = asked.message;
  const verdict = takeTimestamp(object, timestamp, () => context.record(object, "adopt", timestamp));
  context.respond(object, asked, verdict, object.timestamp);
};

/** W-LOCAL: keeps the value in `local_buf` and passes it on to the replica set in the background. */
export const onWriteLocal: Handler = ({ context, propagations }, asked, object) => {
  const { timestamp, value, targets } = asked.message;
  if (!object.localBuffer.has(timestamp)) {
    context.record(object, "local", timestamp, value, targets);
    propagations.start(object, timestamp);
  }
  context.respond(object, asked, "accepted", timestamp);
};

/** W-REMOTE: the value of `ts[key]`, or of a timestamp that has not come yet. */
export const onWriteRemote: Handler = ({ context }, asked, object) => {
  const { timestamp, value } = asked.message;
  const isEarly = timestamp > object.timestamp && !object.remoteBuffer.has(timestamp);
  if (isEarly) context.record(object, "remote", timestamp, value);
  else bringValue(context, asked, object);
  context.respond(object, asked, "accepted", timestamp);
};

/** ACK-W-REMOTE: one more replica has the value. */
export const onWriteRemoteAnswered: Handler = ({ propagations }, asked, object) => {
  propagations.answered(object, asked.message.request, asked.source);
};
