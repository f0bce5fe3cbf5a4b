import {
  type Command,
  decodeExecRequest,
  type ExecReply,
  type ExecRequest,
  encodeExecReply,
  execEnd,
  type IncomingMessage,
  type NextValue,
  nextValue,
  noTimestamp,
} from "../protocol/index.js";
import type { Handler } from "./handler.js";
import type { ObjectState } from "./object-state.js";
import type { ReplicaContext } from "./replica-context.js";

const nothing = new Uint8Array(0);

/**
 * EXEC (paper §3.4.2): runs a command on the state of exactly this timestamp, waiting for it if need be, and keeps
 * the new state in `remote_buf` until OW-TS. Refused when something newer makes that impossible.
 */
export const onExec: Handler = (parts, asked, object) => {
  const { context, waiting, commands } = parts;
  const { timestamp, value = nothing } = asked.message;
  const wanted = decodeExecRequest(value);
  if (wanted === undefined) return;
  if (object.orderTimestamp > timestamp || object.timestamp > wanted.mts) {
    context.respond(object, asked, "refused", object.orderTimestamp);
  } else if (wanted.mts !== noTimestamp && object.valueOf(wanted.mts) === undefined) {
    waiting.add(asked);
  } else {
    const command = commands.get(wanted.name);
    if (command === undefined) reply(context, asked, object, { end: execEnd.unknownCommand });
    else runOnState(context, asked, object, wanted, command);
  }
};

function runOnState(
  context: ReplicaContext,
  asked: IncomingMessage,
  object: ObjectState,
  { mts, attempts, argument }: ExecRequest,
  command: Command,
): void {
  const ots = asked.message.timestamp;
  const run = (current: Uint8Array | undefined) => {
    // While the value was read from storage, a newer one may have come.
    if (object.timestamp > mts) context.respond(object, asked, "refused", object.orderTimestamp);
    else keep(context, asked, object, nextValue(current, { command, argument, ots, attempts }));
  };
  const held = object.valueOf(mts);
  if (held === undefined) run(undefined);
  else context.withBytes(held, run);
}

function keep(context: ReplicaContext, asked: IncomingMessage, object: ObjectState, next: NextValue): void {
  const ots = asked.message.timestamp;
  switch (next.kind) {
    case "unsure":
      context.respond(object, asked, "unsure", ots);
      break;
    case "threw":
      reply(context, asked, object, { end: execEnd.threw });
      break;
    case "too large":
      reply(context, asked, object, { end: execEnd.tooLarge });
      break;
    case "not RMW":
      reply(context, asked, object, { end: execEnd.notRmw });
      break;
    default:
      if (!object.remoteBuffer.has(ots)) context.record(object, "remote", ots, next.value);
      if (next.kind === "earlier") reply(context, asked, object, { attempt: next.attempt });
      else reply(context, asked, object, { attempt: ots, result: next.result });
  }
}

function reply(
  context: ReplicaContext,
  asked: IncomingMessage,
  object: ObjectState,
  said: Partial<ExecReply>,
): void {
  const { timestamp } = asked.message;
  const value = encodeExecReply({ end: execEnd.done, attempt: timestamp, result: nothing, ...said });
  context.respond(object, asked, "accepted", timestamp, value);
}
