import { type VivaceMessage, vivaceVerdict } from "../../../wire/index.js";
import { majorityOf } from "../../protocol/index.js";
import type { Reply } from "../exchange.js";
import type { ObjectPlace } from "../session.js";

/** (C1) of §3.4.1: the largest timestamp came from a majority of the replicas. */
export function hasMajority(place: ObjectPlace, replies: readonly Reply[], mts: bigint): boolean {
  const having = replies.filter(({ message }) => message.timestamp === mts);
  return having.length >= majorityOf(place.replicas.length);
}

/** The replies that accept the request. */
export function accepted(replies: readonly Reply[]): readonly Reply[] {
  return replies.filter(({ message }) => message.verdict === vivaceVerdict.accepted);
}

/** The value of a timestamp, out of the reply that has brought it; undefined when none has. */
export function valueAmong(
  replies: readonly Reply[],
  timestamp: bigint,
): Required<Pick<VivaceMessage, "timestamp" | "value">> | undefined {
  for (const { message } of replies) {
    if (message.timestamp === timestamp && message.value !== undefined) {
      return { timestamp, value: message.value };
    }
  }
  return undefined;
}
