import type { VivaceVerdictName } from "../../wire/index.js";
import type { IncomingMessage } from "../protocol/index.js";
import type { ObjectState } from "./object-state.js";
import type { ReplicaContext } from "./replica-context.js";

/**
 * Promises to refuse everything older than an order timestamp, or says that something newer was promised. A duplicate
 * of the newest request is answered as the first copy was: as printed in the paper, it would be refused.
 */
export function promise(context: ReplicaContext, asked: IncomingMessage, object: ObjectState): boolean {
  const { timestamp } = asked.message;
  if (timestamp > object.orderTimestamp) context.record(object, "promise", timestamp);
  return timestamp === object.orderTimestamp;
}

/** Lets `ts[key]` become an order timestamp if nothing newer was promised; see `takeTimestamp`. */
export function takeOrder(object: ObjectState, timestamp: bigint, adopt: () => void): VivaceVerdictName {
  if (timestamp < object.orderTimestamp || timestamp <= object.timestamp) {
    return object.adopted.verdict(timestamp);
  }
  adopt();
  return "accepted";
}
