import type { UdpEnd } from "../../../wire/index.js";
import {
  type DelegationReply,
  type DelegationRequest,
  decodeDelegationReply,
  delegationEnd,
  encodeDelegationRequest,
  keyText,
  request,
} from "../../protocol/index.js";
import { anyReply, type Reply } from "../exchange.js";
import type { Session, Steps } from "../session.js";
import { isVivaceErrorCode, vivaceError } from "../vivace-error.js";

/** What a delegate is to do. */
export type DelegatedCall = Pick<DelegationRequest, "operation" | "name" | "data">;

/**
 * Lets a delegate run the algorithm (paper §3.4.2). A read goes to another delegate when the first does not answer. A
 * change is one delegate's alone, in the life in which the client has met it: whether it was done is not known when
 * that life ends before the answer comes.
 */
export function* delegated(session: Session, call: DelegatedCall): Steps<Uint8Array | undefined> {
  for (;;) {
    const [end, ...others] = session.delegates.inOrder;
    if (end === undefined) throw vivaceError("VIVACE-TIMEOUT", session.what);
    const life = session.delegates.lifeOf(end);
    const said = yield* ask(session, call, end, others);
    if (said === undefined) continue;
    if (said.end !== delegationEnd.otherLife) return outcomeOf(session, said);
    if (life !== 0n && call.operation !== "read") throw vivaceError("VIVACE-UNKNOWN", session.what);
  }
}

function* ask(
  session: Session,
  call: DelegatedCall,
  end: UdpEnd,
  others: readonly UdpEnd[],
): Steps<DelegationReply | undefined> {
  const { delegates } = session;
  const { key, replicas, locals } = session.place;
  const asked = { ...call, life: delegates.lifeOf(end), replicas: replicas.length };
  const rest = { targets: [...replicas, ...locals], value: encodeDelegationRequest(asked) };
  const [reply] = yield* session.sendwait({
    message: request("delegate", key, session.newTimestamp(), rest),
    targets: [end],
    fallback: call.operation === "read" ? others : [],
    enough: anyReply,
    onRetry: () => delegates.late(end),
  });
  return reply && met(session, reply);
}

function met({ delegates }: Session, { source, message }: Reply): DelegationReply | undefined {
  const said = message.value && decodeDelegationReply(message.value);
  if (said !== undefined) delegates.answered(source, said.life);
  return said;
}

function outcomeOf(session: Session, { end, data }: DelegationReply): Uint8Array | undefined {
  if (end === delegationEnd.done) return data;
  const code = data === undefined ? "" : keyText(data);
  throw vivaceError(isVivaceErrorCode(code) ? code : "VIVACE-UNKNOWN", session.what);
}
