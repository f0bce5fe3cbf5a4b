import { assert, copyToMemory, recycle } from "../base/index.js";
import type { RecordPosition, StoredRecord } from "../io/index.js";
import { indexFields, indexOf, ringworldCode, ringworldKind } from "../wire/index.js";
import { junkTag } from "./entry.js";
import { EntryTable } from "./entry-table.js";
import { decodeLogRecord, encodeLogRecord, entryRecord, type LogRecord, recordKind } from "./log-record.js";
import type { Load, LogServerEffect, Persist } from "./log-server-effect.js";
import { answerWithEntry, missing, refused, replyTo, send, stored } from "./log-server-replies.js";
import type { Message } from "./message.js";
import {
  addToSum,
  decodeIndices,
  emptySum,
  encodeListed,
  type ListedEntry,
  listedMax,
  listOption,
} from "./server-report.js";
import { TrimFacts } from "./trim-facts.js";
import { ViewFacts } from "./view-facts.js";

const nothing = new Uint8Array(0);

/** Facts that are being written once more. */
interface FactCopies {
  readonly first: Persist | undefined;
  readonly last: Persist | undefined;
  /** Whether the first of them is durable. */
  hasBegun: boolean;
  /** Whether something newer lies before them. */
  isStale: boolean;
}

/** The most indices that one `list` looks at. */
const lookedAtMax = 1 << 16;

/**
 * A log server: keeps the entries of its replica set and answers for them (paper §3.1.1, §3.2.2). It does no input or
 * output: messages and completions go in, effects come out.
 *
 * What it upholds:
 * 1. `stored`, `restored`, `sealed`, `installed` and `confirmed` leave only when what they claim is durable.
 * 2. At each index one value, or junk, for each view: the first. Who comes second hears of the first: junk of the
 *    value, which goes to the leader once more, and a value of the junk, which is acknowledged once more.
 * 3. What is trimmed stays trimmed, and only what is committed ever is.
 * 4. A leader's entries are taken in the installed view only, above its start, and never after a newer promise.
 */
export class LogServerCore {
  readonly #table = new EntryTable();
  readonly #facts: ViewFacts = new ViewFacts(() => ({
    largest: this.#table.largest,
    trimmed: this.#trim.bound,
  }));
  readonly #trim: TrimFacts = new TrimFacts(this.#facts, this.#table);
  /** The facts that are written once more, so that the storage can free the records before them. */
  #copies: FactCopies | undefined;
  #copiesAt: RecordPosition = 0;
  /** Installs on their way to storage, and whether copies wait for them. */
  readonly #installing = new Set<Persist>();
  #copiesWait = false;
  /** Entries on their way to storage. */
  readonly #pending = new Map<bigint, Persist>();

  /** The oldest view that is not refused. */
  get view(): number {
    return this.#facts.promisedView;
  }

  /** How many indices have a durable entry here. */
  get entries(): number {
    return this.#table.size;
  }

  /** Takes in a record that was found in storage; call it for each, in order, before the first message. */
  recover(header: Uint8Array, position: RecordPosition): void {
    this.#learn(decodeLogRecord(header), position);
  }

  /** Handles a message, whose bytes are the caller's again afterwards; kinds not for log servers are ignored. */
  step(message: Message): readonly LogServerEffect[] {
    switch (message.header.kind) {
      case ringworldKind.store:
        return this.#store(message);
      case ringworldKind.fetch:
        if (this.#trim.has(indexOf(message.header))) return [this.#trim.refuse(message)];
        return this.#withEntry(message) ?? [missing(message)];
      case ringworldKind.forget:
        return this.#trim.forget(message);
      case ringworldKind.witness:
        return this.#facts.confirm(message);
      default:
        return this.#control(message);
    }
  }

  /** A record is durable, at `position`. */
  persisted(persist: Persist, position: RecordPosition): readonly LogServerEffect[] {
    const { record, reply, question } = persist;
    if (record.kind === recordKind.entry) return this.#entryPersisted(persist, position);
    const trimmedBefore = this.#trim.bound;
    this.#learn(record, position);
    this.#checkCopies(persist);
    if (question !== undefined) return this.#facts.report(question);
    const isNeeded = this.#trim.bound > trimmedBefore || this.#endsWaiting(persist);
    const freed = isNeeded ? this.#copyFacts() : this.#copied(persist, position);
    return [...(reply === undefined ? [] : [send(reply)]), ...freed];
  }

  /** The usual case: it has nothing to do with views and trims. */
  #entryPersisted(persist: Persist, position: RecordPosition): readonly LogServerEffect[] {
    const { record, reply } = persist;
    this.#keepEntry(record, position);
    const index = indexOf(record);
    if (this.#pending.get(index) === persist) this.#pending.delete(index);
    recycle(persist.value);
    return reply === undefined ? [] : [send(reply)];
  }

  /** A record was read; undefined when its bytes are damaged, and then this server says nothing. */
  loaded(load: Load, loaded: StoredRecord | undefined): readonly LogServerEffect[] {
    // Saying "missing" would be a vote against a value that this server once acknowledged.
    if (loaded === undefined) return [];
    // The membership must be that of the install: a newer one may have become durable meanwhile.
    if (load.message === undefined)
      return load.position === this.#facts.installedAt ? this.#writeCopies(loaded.body) : this.#copyFacts();
    const record = decodeLogRecord(loaded.header);
    if (record.kind === recordKind.install) return [this.#facts.reportWith(load.message, loaded.body)];
    return answerWithEntry(load.message, record, loaded.body);
  }

  /** Messages of the controller: they change or tell what a view is. */
  #control(message: Message): readonly LogServerEffect[] {
    switch (message.header.kind) {
      case ringworldKind.seal:
        return this.#facts.seal(message);
      case ringworldKind.survey:
        return [
          ...this.#trim.follow(decodeIndices(message.payload)[0] ?? 0n),
          ...this.#facts.survey(message),
        ];
      case ringworldKind.install:
        return this.#install(message);
      case ringworldKind.list:
        return this.#ofPromisedView(message) ?? [this.#answerList(message)];
      case ringworldKind.recall:
        return this.#ofPromisedView(message) ?? this.#withEntry(message) ?? [];
      case ringworldKind.restore:
        return this.#ofPromisedView(message) ?? this.#restore(message);
      default:
        return [];
    }
  }

  #learn(record: LogRecord, position: RecordPosition): void {
    if (record.kind !== recordKind.entry) this.#facts.learn(record, position);
    if (record.kind === recordKind.trim) this.#trim.learn(record);
    if (record.kind === recordKind.entry) this.#keepEntry(record, position);
  }

  #keepEntry(record: LogRecord, position: RecordPosition): void {
    if (this.#trim.has(indexOf(record))) return;
    this.#table.set(record, { view: record.view, tag: record.tag, position });
  }

  /** What is trimmed lies in the oldest records, and facts lie between them: those are written once more. */
  #copyFacts(): readonly LogServerEffect[] {
    const { installedAt } = this.#facts;
    if (installedAt === undefined) return this.#writeCopies(undefined);
    return [{ kind: "load", position: installedAt, message: undefined }];
  }

  /** An install that is on its way would lie before a copy of the one that it replaces, and be forgotten for it. */
  #writeCopies(membership: Uint8Array | undefined): readonly LogServerEffect[] {
    this.#copiesWait = this.#installing.size > 0;
    if (this.#copiesWait) return [];
    const copies = [...this.#facts.copies(membership), this.#trim.copy()];
    this.#copies = { first: copies[0], last: copies.at(-1), hasBegun: false, isStale: false };
    return copies;
  }

  #install(message: Message): readonly LogServerEffect[] {
    const effects = this.#facts.install(message);
    for (const effect of effects) if (effect.kind === "persist") this.#installing.add(effect);
    return effects;
  }

  /** Takes out an install that is durable; says whether copies have waited for it, and for no other. */
  #endsWaiting(persist: Persist): boolean {
    return this.#installing.delete(persist) && this.#installing.size === 0 && this.#copiesWait;
  }

  /** A trim that was on its way while the copies were made lies before them, and says more than they do. */
  #checkCopies(persist: Persist): void {
    const copies = this.#copies;
    if (copies === undefined) return;
    copies.hasBegun ||= persist === copies.first;
    if (!copies.hasBegun && persist.record.kind === recordKind.trim) copies.isStale = true;
  }

  /** When the last copy is durable, everything before the first is of use only as far as it has entries. */
  #copied(persist: Persist, position: RecordPosition): readonly LogServerEffect[] {
    if (persist === this.#copies?.first) this.#copiesAt = position;
    if (persist !== this.#copies?.last) return [];
    const { isStale } = this.#copies;
    this.#copies = undefined;
    if (isStale) return this.#copyFacts();
    const oldest = this.#table.oldestPosition() ?? this.#copiesAt;
    return [{ kind: "release", before: Math.min(oldest, this.#copiesAt) }];
  }

  #store(message: Message): readonly LogServerEffect[] {
    const { header } = message;
    const index = indexOf(header);
    if (!this.#facts.takes(header.view, index) || this.#trim.has(index)) return [];
    const pending = this.#pending.get(index)?.record;
    const held = pending ?? this.#table.get(header);
    if (held === undefined || held.view !== header.view) {
      return [this.#keep(message, stored(message, header.tag))];
    }
    if (held.tag !== junkTag && header.tag === junkTag) return this.#withEntry(message) ?? [];
    if (held.tag !== junkTag && held.tag !== header.tag) return [refused(message, "conflict", header.view)];
    return pending ? [] : [send(stored(message, held.tag))];
  }

  #keep(message: Message, reply: Persist["reply"]): Persist {
    const { header } = message;
    const value = header.tag === junkTag ? nothing : copyToMemory(message.payload);
    const record = entryRecord(header);
    const persist: Persist = { kind: "persist", record, value, reply };
    this.#pending.set(indexOf(header), persist);
    return persist;
  }

  /** What a `restore` brings was decided for its view: it takes the place of whatever an older view left. */
  #restore(message: Message): readonly LogServerEffect[] {
    const { header, payload } = message;
    const reply = replyTo(message, "restored");
    if (header.code === ringworldCode.none) {
      return this.#isRestored(message) ? [send(reply)] : [this.#keep(message, reply)];
    }
    const junk = decodeIndices(payload).map((index) => junkAt(message, index));
    const left = junk.filter((each) => !this.#isRestored(each));
    const last = left.at(-1);
    if (last === undefined) return [send(reply)];
    // Records become durable in order: the last one's answer speaks for all.
    return [...left.slice(0, -1).map((each) => this.#keep(each, undefined)), this.#keep(last, reply)];
  }

  #isRestored({ header }: Message): boolean {
    if (this.#trim.has(indexOf(header))) return true;
    const held = this.#table.get(header);
    return held?.view === header.view && held.tag === header.tag;
  }

  #answerList(message: Message): LogServerEffect {
    return message.header.code === listOption.sum ? this.#sum(message) : this.#list(message);
  }

  /** Tells how much is held at so many indices, and its sum. */
  #sum(message: Message): LogServerEffect {
    const { header } = message;
    const stride = BigInt(header.ticket);
    const count = Math.min(header.count, lookedAtMax);
    let held = 0;
    let sum = emptySum;
    for (let at = 0, index = indexOf(header); at < count; at += 1, index += stride) {
      const entry = this.#table.get(indexFields(index));
      if (entry === undefined) continue;
      held += 1;
      sum = addToSum(sum, index, entry.tag);
    }
    return send(replyTo(message, "listed", { count, ticket: held, tag: sum }));
  }

  /** Tells what is held at so many indices, or at as many of them as one message has room for. */
  #list(message: Message): LogServerEffect {
    const { header } = message;
    const stride = BigInt(header.ticket);
    const entries: ListedEntry[] = [];
    let looked = 0;
    const wanted = Math.min(header.count, lookedAtMax);
    for (let index = indexOf(header); looked < wanted && entries.length < listedMax; index += stride) {
      const held = this.#table.get(indexFields(index));
      if (held !== undefined) entries.push({ index, view: held.view, tag: held.tag });
      looked += 1;
    }
    return send(replyTo(message, "listed", { count: looked }, encodeListed(entries)));
  }

  /** Refuses what the owner of another view asks for. */
  #ofPromisedView(message: Message): readonly LogServerEffect[] | undefined {
    if (message.header.view === this.#facts.promisedView) return undefined;
    return [this.#facts.refuse(message, answerKinds.get(message.header.kind) ?? "listed")];
  }

  /** Answers with the entry at the index of a message, from memory when it is still on its way to storage. */
  #withEntry(message: Message): readonly LogServerEffect[] | undefined {
    const pending = this.#pending.get(indexOf(message.header));
    if (pending !== undefined) return answerWithEntry(message, pending.record, pending.value);
    const held = this.#table.get(message.header);
    return held && [{ kind: "load", position: held.position, message }];
  }
}

const answerKinds: ReadonlyMap<number, "listed" | "recalled" | "restored"> = new Map([
  [ringworldKind.list, "listed"],
  [ringworldKind.recall, "recalled"],
  [ringworldKind.restore, "restored"],
]);

/** A `restore` of junk at one index of a list. */
function junkAt(message: Message, index: bigint): Message {
  const fields = { ...indexFields(index), tag: junkTag, client: 0n, request: 0, stream: 0, entries: 0 };
  return { ...message, header: { ...message.header, ...fields }, payload: nothing };
}

/** The bytes of the header of a record that is to be kept. */
export function recordHeader(persist: Persist): Uint8Array {
  const { record } = persist;
  assert(record.kind !== recordKind.entry || indexOf(record) > 0n, "index 0 has no entry");
  return encodeLogRecord(record);
}
