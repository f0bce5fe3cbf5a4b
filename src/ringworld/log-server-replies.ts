import {
  contestedFetch,
  type RingWorldCodeName,
  type RingWorldKindName,
  ringworldCode,
  ringworldKind,
  subscribedRead,
} from "../wire/index.js";
import { junkTag } from "./entry.js";
import type { EntryFields, LogRecord } from "./log-record.js";
import type { LogServerEffect } from "./log-server-effect.js";
import { answering, type Message, type OutgoingMessage } from "./message.js";

/** The fields that a message and a record share, of either. */
function entryFields(from: EntryFields): EntryFields {
  const { view, index_hi, index_lo, client, request, tag, stream, entries } = from;
  return { view, index_hi, index_lo, client, request, tag, stream, entries };
}

/** Who wants the answer to a message. */
function askerOf(message: Message): number {
  return message.header.reply_to === 0 ? message.source : message.header.reply_to;
}

/** An answer that says the same as the question, but for `fields`. */
export function replyTo(
  message: Message,
  kind: RingWorldKindName,
  fields: Partial<Message["header"]> = {},
  payload?: Uint8Array,
): OutgoingMessage {
  return answering(askerOf(message), kind, { ...message.header, ...fields }, payload);
}

export function send(message: OutgoingMessage): LogServerEffect {
  return { kind: "send", message };
}

/** The acknowledgement of what is held; junk is nobody's. */
export function stored(message: Message, tag: number): OutgoingMessage {
  const { source, header } = message;
  const said = { ...header, code: ringworldCode.none };
  return answering(source, "stored", tag === junkTag ? { ...said, tag, client: 0n, request: 0 } : said);
}

export function refused(message: Message, code: RingWorldCodeName, view: number): LogServerEffect {
  return send(replyTo(message, "refused", { code: ringworldCode[code], view }));
}

export function missing(message: Message): LogServerEffect {
  return send(replyTo(message, "data", { code: ringworldCode.missing, tag: 0 }));
}

/** The answer to a message that asks for an entry, or to a `store` of junk where a value is held. */
export function answerWithEntry(
  message: Message,
  record: LogRecord,
  value: Uint8Array,
): readonly LogServerEffect[] {
  const { header } = message;
  const fields = { ...entryFields(record), code: ringworldCode.none };
  if (header.kind === ringworldKind.store) {
    return [send(answering(message.source, "write", { ...header, ...fields }, value))];
  }
  if (header.kind === ringworldKind.recall) return [send(replyTo(message, "recalled", fields, value))];
  // An entry of an older view than the leader's may not be what was committed, and neither may junk that competed with
  // a value (code 1): a majority has to decide (paper §3.2.3 and its footnote 8). A value of the leader's view is what
  // was committed: junk needs all servers.
  const isJunk = record.tag === junkTag;
  const isSettled = !isJunk || (header.code & contestedFetch) === 0;
  const isCertain = record.view === header.view && isSettled;
  // A subscriber gets a mark, which tells of the entry, and the entry, which its switch may keep from it.
  if (isCertain && !isJunk && (header.code & subscribedRead) !== 0) {
    return [send(replyTo(message, "mark", fields)), send(replyTo(message, "feed", fields, value))];
  }
  const code = isCertain ? ringworldCode.none : ringworldCode.view;
  return [send(replyTo(message, "data", { ...fields, code }, value))];
}
