import { serialDistance } from "../base/index.js";
import type { RecordPosition, StoredRecord } from "../io/index.js";
import { indexFields, indexOf, type RingWorldCodeName, ringworldCode, ringworldKind } from "../wire/index.js";
import { junkTag } from "./entry.js";
import { EntryTable } from "./entry-table.js";
import { decodeLogRecord, encodeLogRecord, type LogRecord, recordKind, sealRecord } from "./log-record.js";
import { type Message, type OutgoingMessage, outgoing } from "./message.js";

/** A record to make durable; the message goes out when it is, through `persisted`. */
export interface Persist {
  readonly kind: "persist";
  readonly record: LogRecord;
  readonly value: Uint8Array;
  readonly reply: OutgoingMessage;
}

/** A record to read; what it holds goes to `loaded`. */
export interface Load {
  readonly kind: "load";
  readonly position: RecordPosition;
  /** The message that asked for it. */
  readonly message: Message;
}

/** What a log server wants done. */
export type LogServerEffect = { readonly kind: "send"; readonly message: OutgoingMessage } | Persist | Load;

/**
 * A log server: keeps the entries of its replica set and answers for them (paper §3.1.1, §3.2.2). It does no input or
 * output: messages and completions go in, effects come out.
 *
 * What it upholds:
 * 1. `stored` and `sealed` leave only when what they claim is durable.
 * 2. At each index one value, or junk, for each view: the first. Who comes second hears of the first: junk of the
 *    value, which goes to the leader once more, and a value of the junk, which is acknowledged once more.
 * 3. After a promise to a view (`seal`, or a `store` of that view) nothing of an older view is kept.
 */
export class LogServerCore {
  readonly #table = new EntryTable();
  /** Entries on their way to storage. */
  readonly #pending = new Map<bigint, Persist>();
  #promisedView = 0;
  #durableView = 0;

  /** The oldest view that is not refused. */
  get view(): number {
    return this.#promisedView;
  }

  /** How many indices have a durable entry here. */
  get entries(): number {
    return this.#table.size;
  }

  /** Takes in a record that was found in storage; call it for each, in order, before the first message. */
  recover(header: Uint8Array, position: RecordPosition): void {
    const record = decodeLogRecord(header);
    this.#promise(record.view);
    this.#durableView = this.#promisedView;
    if (record.kind === recordKind.entry) this.#table.set(record, { ...record, position });
  }

  /** Handles a message; kinds that are not for log servers are ignored. */
  step(message: Message): readonly LogServerEffect[] {
    switch (message.header.kind) {
      case ringworldKind.store:
        return this.#store(message);
      case ringworldKind.fetch:
        return this.#fetch(message);
      case ringworldKind.seal:
        return this.#seal(message);
      default:
        return [];
    }
  }

  /** A record is durable, at `position`. */
  persisted(persist: Persist, position: RecordPosition): readonly LogServerEffect[] {
    const { record } = persist;
    if (serialDistance(this.#durableView, record.view) > 0) this.#durableView = record.view;
    if (record.kind === recordKind.entry) {
      const index = indexOf(record);
      this.#table.set(record, { view: record.view, tag: record.tag, position });
      if (this.#pending.get(index) === persist) this.#pending.delete(index);
    }
    const reply = record.kind === recordKind.seal ? this.#withInventory(persist.reply) : persist.reply;
    return [{ kind: "send", message: reply }];
  }

  /** A record was read; undefined when its bytes are damaged, and then this server says nothing. */
  loaded(load: Load, loaded: StoredRecord | undefined): readonly LogServerEffect[] {
    const { message } = load;
    // Saying "missing" would be a vote against a value that this server once acknowledged.
    if (loaded === undefined) return [];
    return [answer(message, decodeLogRecord(loaded.header), loaded.body)];
  }

  #promise(view: number): void {
    if (serialDistance(this.#promisedView, view) > 0) this.#promisedView = view;
  }

  #store(message: Message): readonly LogServerEffect[] {
    const { header } = message;
    if (header.index_hi === 0 && header.index_lo === 0) return [];
    if (serialDistance(this.#promisedView, header.view) < 0) {
      return [refused(message, "view", this.#promisedView)];
    }
    const pending = this.#pending.get(indexOf(header))?.record;
    const held = pending ?? this.#table.get(header);
    if (held === undefined || held.view !== header.view) return [this.#keep(message)];
    if (held.tag !== junkTag && header.tag === junkTag) return this.#withEntry(message) ?? [];
    if (held.tag !== junkTag && held.tag !== header.tag) return [refused(message, "conflict", header.view)];
    return pending ? [] : [{ kind: "send", message: stored(message, held.tag) }];
  }

  #keep(message: Message): Persist {
    const { header } = message;
    this.#promise(header.view);
    const value = header.tag === junkTag ? message.payload.subarray(0, 0) : message.payload;
    const record = { ...entryFields(header), kind: recordKind.entry, reserved: 0 };
    const persist: Persist = { kind: "persist", record, value, reply: stored(message, header.tag) };
    this.#pending.set(indexOf(header), persist);
    return persist;
  }

  #fetch(message: Message): readonly LogServerEffect[] {
    return this.#withEntry(message) ?? [missing(message)];
  }

  /** Answers with the entry at the index of a message, from memory when it is still on its way to storage. */
  #withEntry(message: Message): readonly LogServerEffect[] | undefined {
    const pending = this.#pending.get(indexOf(message.header));
    if (pending !== undefined) return [answer(message, pending.record, pending.value)];
    const held = this.#table.get(message.header);
    return held && [{ kind: "load", position: held.position, message }];
  }

  #seal(message: Message): readonly LogServerEffect[] {
    const { view } = message.header;
    if (serialDistance(this.#promisedView, view) < 0) return [refused(message, "view", this.#promisedView)];
    this.#promise(view);
    const reply = outgoing(askerOf(message), "sealed", message.header);
    if (this.#durableView === view) return [{ kind: "send", message: this.#withInventory(reply) }];
    return [{ kind: "persist", record: sealRecord(view), value: new Uint8Array(0), reply }];
  }

  /** `sealed` tells the largest index held and how many there are: a new view must begin above it. */
  #withInventory(reply: OutgoingMessage): OutgoingMessage {
    const inventory = { ...indexFields(this.#table.largest), count: this.#table.size };
    return { ...reply, header: { ...reply.header, ...inventory } };
  }
}

/** The bytes of the header of a record that is to be kept. */
export function recordHeader(persist: Persist): Uint8Array {
  return encodeLogRecord(persist.record);
}

/** The fields that a message and a record share. */
type EntryFields = Omit<LogRecord, "kind" | "reserved">;

function entryFields(from: EntryFields): EntryFields {
  const { view, index_hi, index_lo, client, request, tag, stream } = from;
  return { view, index_hi, index_lo, client, request, tag, stream };
}

/** Who wants the answer to a message. */
function askerOf(message: Message): number {
  return message.header.reply_to === 0 ? message.source : message.header.reply_to;
}

/** The acknowledgement of what is held; junk is nobody's. */
function stored(message: Message, tag: number): OutgoingMessage {
  const junk = tag === junkTag ? { tag, client: 0n, request: 0 } : {};
  return outgoing(message.source, "stored", { ...message.header, ...junk, code: ringworldCode.none });
}

function refused(message: Message, code: RingWorldCodeName, view: number): LogServerEffect {
  const fields = { ...message.header, code: ringworldCode[code], view };
  return { kind: "send", message: outgoing(askerOf(message), "refused", fields) };
}

function missing(message: Message): LogServerEffect {
  const fields = { ...message.header, code: ringworldCode.missing, tag: 0 };
  return { kind: "send", message: outgoing(askerOf(message), "data", fields) };
}

/** The answer to a `fetch`, or to a `store` of junk where a value is held, once the entry is at hand. */
function answer(message: Message, record: LogRecord, value: Uint8Array): LogServerEffect {
  const { header } = message;
  const fields = { ...header, ...entryFields(record), code: ringworldCode.none };
  if (header.kind === ringworldKind.store) {
    return { kind: "send", message: outgoing(message.source, "write", fields, value) };
  }
  // An entry of an older view than the leader's, or one of an index where the leader saw junk compete with a value
  // (code 1), may not be what was committed: a majority has to decide (paper §3.2.3 and its footnote 8).
  const certain = record.view === header.view && header.code === ringworldCode.none;
  const code = certain ? ringworldCode.none : ringworldCode.view;
  return { kind: "send", message: outgoing(askerOf(message), "data", { ...fields, code }, value) };
}
