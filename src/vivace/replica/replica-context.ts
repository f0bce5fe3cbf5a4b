import { assert } from "../../base/index.js";
import type { RecordPosition, StoredRecord } from "../../io/index.js";
import type { UdpEnd, VivaceVerdictName } from "../../wire/index.js";
import {
  answer,
  Deadlines,
  endKey,
  type IncomingMessage,
  keyText,
  type OutgoingMessage,
} from "../protocol/index.js";
import { HeldValue, ObjectState } from "./object-state.js";
import { decodeRecord, type RecordKindName, type ReplicaRecord } from "./record.js";

/** A record to make durable; when it is, it goes back to `persisted`. */
export interface Persist {
  readonly kind: "persist";
  readonly record: ReplicaRecord;
  /** The body of the record. */
  readonly value: Uint8Array;
  readonly held: HeldValue;
  /** What may be sent when the record is durable. */
  readonly afterwards: OutgoingMessage[];
}

/** A record to read; what it holds goes to `loaded`. */
export interface Load {
  readonly kind: "load";
  readonly position: RecordPosition;
  readonly use: (value: Uint8Array) => void;
}

/** What a replica wants done. */
export type ReplicaEffect = { readonly kind: "send"; readonly message: OutgoingMessage } | Persist | Load;

const nothing = new Uint8Array(0);

/** What the handlers of a replica share: its objects, the time, and what is to be done. */
export class ReplicaContext {
  readonly self: UdpEnd;
  readonly deadlines = new Deadlines();
  nowUs = 0;
  readonly #objects = new Map<string, ObjectState>();
  readonly #inOrder: ObjectState[] = [];
  /** The last record of an object that is not durable yet. */
  readonly #unsynced = new Map<ObjectState, Persist>();
  /** Objects that have changed since they were last taken out. */
  readonly #changed = new Set<ObjectState>();
  /** Messages of this replica to itself. */
  readonly #looped: OutgoingMessage[] = [];
  #effects: ReplicaEffect[] = [];

  constructor(self: UdpEnd) {
    this.self = self;
  }

  /** Every object that something is known of, in the order in which they were first heard of. */
  get objects(): readonly ObjectState[] {
    return this.#inOrder;
  }

  /** What is kept of an object; of an unknown one a blank that is forgotten unless something is recorded. */
  object(key: Uint8Array): ObjectState {
    return this.#objects.get(keyText(key)) ?? new ObjectState(key.slice());
  }

  /** Takes in a record that was found in storage. */
  recover(header: Uint8Array, position: RecordPosition): void {
    const record = decodeRecord(header);
    this.#kept(this.object(record.key)).apply(record, new HeldValue(position));
  }

  /** Changes an object: now in memory, and soon in storage. What is told of the object waits for that. */
  record(
    object: ObjectState,
    kind: RecordKindName,
    timestamp: bigint,
    value: Uint8Array = nothing,
    targets: readonly UdpEnd[] = [],
  ): void {
    const record = { kind, key: object.key, timestamp, targets };
    const held = new HeldValue(value);
    this.#kept(object).apply(record, held);
    const persist: Persist = { kind: "persist", record, value, held, afterwards: [] };
    this.#unsynced.set(object, persist);
    this.#changed.add(object);
    this.#effects.push(persist);
  }

  /** A record is durable; what waited for it goes out. */
  persisted(persist: Persist, position: RecordPosition): void {
    persist.held.settle(position);
    const object = this.object(persist.record.key);
    if (this.#unsynced.get(object) === persist) this.#unsynced.delete(object);
    for (const message of persist.afterwards) this.send(message);
  }

  /** A record was read; undefined when its bytes are damaged: then nobody is told anything of it. */
  loaded(load: Load, record: StoredRecord | undefined): void {
    if (record !== undefined) load.use(record.body);
  }

  /** Hands over the bytes of a value, now or when they have been read. */
  withBytes(held: HeldValue, use: (value: Uint8Array) => void): void {
    if (held.bytes !== undefined) {
      use(held.bytes);
      return;
    }
    assert(held.position !== undefined, "a value is in memory or in storage");
    this.#effects.push({ kind: "load", position: held.position, use });
  }

  /** Answers a request about an object, as soon as all that is known of the object is durable. */
  respond(
    object: ObjectState,
    asked: IncomingMessage,
    verdict: VivaceVerdictName,
    timestamp: bigint,
    value?: Uint8Array,
  ): void {
    const reply = answer(asked, verdict, timestamp, value);
    const unsynced = this.#unsynced.get(object);
    if (unsynced === undefined) this.send(reply);
    else unsynced.afterwards.push(reply);
  }

  /** Sends a message that depends on nothing that is not durable. */
  send(message: OutgoingMessage): void {
    if (endKey(message.destination) === endKey(this.self)) this.#looped.push(message);
    else this.#effects.push({ kind: "send", message });
  }

  /** The next object that has changed. */
  takeChanged(): ObjectState | undefined {
    const [object] = this.#changed;
    if (object !== undefined) this.#changed.delete(object);
    return object;
  }

  /** The next message of this replica to itself. */
  takeLooped(): OutgoingMessage | undefined {
    return this.#looped.shift();
  }

  /** Takes out what has gathered since the last time. */
  takeEffects(): readonly ReplicaEffect[] {
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }

  #kept(object: ObjectState): ObjectState {
    const name = keyText(object.key);
    const known = this.#objects.get(name);
    if (known !== undefined) return known;
    this.#objects.set(name, object);
    this.#inOrder.push(object);
    return object;
  }
}
