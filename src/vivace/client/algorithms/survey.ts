import { type UdpEnd, vivaceVerdict } from "../../../wire/index.js";
import { encodeSurveyRequest, endKey, request } from "../../protocol/index.js";
import { anyReply, type Reply } from "../exchange.js";
import type { Session, Steps } from "../session.js";

/** A replica that has not answered so many times counts as gone. */
const askingsMax = 3;

/** What a replica says of a `holders` question; `newer`: not this value, but it has taken a newer timestamp by now. */
export const holding = { no: 0, yes: 1, silent: 2, newer: 3 } as const;

/** One part of a replica's survey as it came; undefined when the replica is silent. */
export function* surveySteps(session: Session, end: UdpEnd, from: number): Steps<Uint8Array | undefined> {
  const value = encodeSurveyRequest(from);
  const message = request("survey", session.place.key, session.newTimestamp(), { value });
  const asking = { message, targets: [end], enough: anyReply, attemptsMax: askingsMax };
  const [reply] = yield* session.sendwait(asking);
  return reply?.message.value;
}

/** For each of the place's replicas whether it holds the value of a timestamp: bytes of `holding`. */
export function* holdersSteps(session: Session, timestamp: bigint): Steps<Uint8Array> {
  const { key, replicas } = session.place;
  const replies = yield* session.sendwait({
    message: request("holding", key, timestamp),
    targets: replicas,
    enough: (those) => those.length === replicas.length,
    attemptsMax: askingsMax,
  });
  const said = new Map(replies.map((reply) => [endKey(reply.source), saidOf(reply, timestamp)]));
  return Uint8Array.from(replicas, (end) => said.get(endKey(end)) ?? holding.silent);
}

function saidOf({ message }: Reply, timestamp: bigint): number {
  if (message.verdict === vivaceVerdict.accepted) return holding.yes;
  return message.timestamp > timestamp ? holding.newer : holding.no;
}
