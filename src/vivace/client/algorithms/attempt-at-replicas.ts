import {
  decodeExecReply,
  type ExecReply,
  encodeExecRequest,
  execAttemptsNamedMax,
  execEnd,
  request,
} from "../../protocol/index.js";
import { countOf, newestOf, type Reply } from "../exchange.js";
import type { Session, Steps } from "../session.js";
import { order, orderWritten } from "./algorithm3.js";
import { attemptOf } from "./attempt-at-client.js";
import { accepted } from "./conditions.js";
import { type Attempt, type AttemptSteps, type Call, refusal } from "./execute.js";
import { isAnswered, isTaken } from "./write-rounds.js";

/** So often the replicas are asked to run a command; then the attempt counts as aborted. */
const askingsMax = 3;

/**
 * An attempt in which the replicas run the command (paper §3.4.2): OR-TS tells on which state, EXEC brings the command
 * there, OW-TS makes the new state the newest. Aborted also when no majority comes to run it, for example because a
 * minority only has the state, or because a replica does not know the command: then the client has to bring the value.
 */
export const attemptAtReplicas: AttemptSteps = function* (session, call, ots, attempts) {
  if (attempts.length > execAttemptsNamedMax) return undefined;
  const acks = yield* order(session, ots);
  if (acks === undefined) return undefined;
  const replies = yield* askToRun(session, call, ots, newestOf(acks), attempts);
  if (countOf(replies, "unsure") > 0) throw refusal(session, attempts, "VIVACE-UNKNOWN");
  if (!isTaken(replies, session.place.replicas.length)) return undefined;
  const said = accepted(replies).map((reply) => saidBy(session, attempts, reply));
  const known = said.every(({ end }) => end === execEnd.done);
  const [first] = said;
  if (first === undefined || !known) return undefined;
  if (first.attempt === ots) attempts.push({ ots, result: first.result });
  return (yield* orderWritten(session, ots)) ? attemptOf(attempts, first.attempt) : undefined;
};

function askToRun(
  session: Session,
  { name, argument }: Call,
  ots: bigint,
  mts: bigint,
  attempts: readonly Attempt[],
): Steps<readonly Reply[]> {
  const { key, replicas } = session.place;
  const value = encodeExecRequest({ mts, attempts: attempts.map((attempt) => attempt.ots), name, argument });
  const message = request("exec", key, ots, { value });
  return session.sendwait({ message, targets: replicas, enough: isAnswered, attemptsMax: askingsMax });
}

function saidBy(session: Session, attempts: readonly Attempt[], { message }: Reply): ExecReply {
  const said = message.value && decodeExecReply(message.value);
  if (said?.end === execEnd.threw) throw refusal(session, attempts, "VIVACE-COMMAND");
  if (said?.end === execEnd.tooLarge) throw refusal(session, attempts, "VIVACE-TOO-LARGE");
  if (said?.end === execEnd.notRmw) throw refusal(session, attempts, "VIVACE-NOT-RMW");
  return said ?? { end: execEnd.unknownCommand, attempt: 0n, result: new Uint8Array(0) };
}
