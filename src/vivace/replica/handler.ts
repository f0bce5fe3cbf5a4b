import type { VivaceVerdictName } from "../../wire/index.js";
import type { Commands, IncomingMessage } from "../protocol/index.js";
import type { ObjectState } from "./object-state.js";
import type { Propagations } from "./propagations.js";
import type { ReplicaContext } from "./replica-context.js";
import type { WaitingRequests } from "./waiting-requests.js";

/** What the handlers of a replica work with. */
export interface ReplicaParts {
  readonly context: ReplicaContext;
  readonly waiting: WaitingRequests;
  readonly propagations: Propagations;
  readonly commands: Commands;
}

/** Handles one kind of message: "upon receive …" in the paper. */
export type Handler = (parts: ReplicaParts, asked: IncomingMessage, object: ObjectState) => void;

/**
 * Lets `ts[key]` become a timestamp if that is larger, by the record that `adopt` makes; says whether this replica has
 * the timestamp or has had it. The paper acknowledges every W-TS and trusts the clocks for the order of writes; here a
 * client whose clock is behind hears that it is (docs/VIVACE.md). A duplicate changes nothing.
 */
export function takeTimestamp(object: ObjectState, timestamp: bigint, adopt: () => void): VivaceVerdictName {
  if (timestamp <= object.timestamp) return object.adopted.verdict(timestamp);
  adopt();
  return "accepted";
}

/** Answers with a timestamp and the value that goes with it: the object's newest ones, or those that are named. */
export function respondWithValue(
  { context }: ReplicaParts,
  asked: IncomingMessage,
  object: ObjectState,
  timestamp = object.timestamp,
): void {
  const value = object.valueOf(timestamp);
  if (value === undefined) context.respond(object, asked, "accepted", timestamp);
  else context.withBytes(value, (bytes) => context.respond(object, asked, "accepted", timestamp, bytes));
}

/** A message with a value brings it, too, when its timestamp came first: whoever is answered may rely on that. */
export function bringValue(context: ReplicaContext, asked: IncomingMessage, object: ObjectState): void {
  const { timestamp, value } = asked.message;
  if (timestamp === object.timestamp && object.isMissing) context.record(object, "remote", timestamp, value);
}
