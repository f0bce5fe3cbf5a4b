import { indexOf, ringworldCode } from "../wire/index.js";
import type { EntryTable } from "./entry-table.js";
import { factRecord, type LogRecord } from "./log-record.js";
import type { LogServerEffect, Persist } from "./log-server-effect.js";
import { replyTo, send } from "./log-server-replies.js";
import type { Message } from "./message.js";
import { decodeIndices, encodeIndices } from "./server-report.js";
import type { ViewFacts } from "./view-facts.js";

const nothing = new Uint8Array(0);

/**
 * Up to where the log is trimmed (docs/PROTOCOL.md, Trim). The bound is durable before anybody is told of it, only
 * ever moves up, and only over what is known to be committed: a view change decides nothing below it.
 */
export class TrimFacts {
  readonly #facts: ViewFacts;
  readonly #table: EntryTable;
  #bound = 0n;

  constructor(facts: ViewFacts, table: EntryTable) {
    this.#facts = facts;
    this.#table = table;
  }

  /** Every index below this one is trimmed; 0 when none is. */
  get bound(): bigint {
    return this.#bound;
  }

  has(index: bigint): boolean {
    return index < this.#bound;
  }

  /** Takes in a durable bound. */
  learn(record: LogRecord): void {
    const bound = indexOf(record);
    if (bound <= this.#bound) return;
    this.#bound = bound;
    this.#table.trim(bound);
  }

  /** Handles `forget`. Other views than the installed one get no answer: their senders ask again. */
  forget(message: Message): readonly LogServerEffect[] {
    const [bound] = decodeIndices(message.payload);
    if (bound === undefined || !this.#facts.serves(message.header.view)) return [];
    const answer = (code: number) => replyTo(message, "trimmed", { code }, encodeIndices([this.#bound]));
    if (bound <= this.#bound) return [send(answer(ringworldCode.none))];
    if (bound > this.#facts.settled + 1n) return [send(answer(ringworldCode.notCommitted))];
    return [{ ...this.#persist(bound), reply: answer(ringworldCode.none) }];
  }

  /** A bound of which the controller heard from another server: it holds for the whole log. */
  follow(bound: bigint): readonly LogServerEffect[] {
    return bound <= this.#bound ? [] : [this.#persist(bound)];
  }

  /** The bound once more, for a storage that is about to lose its oldest records. */
  copy(): Persist {
    return this.#persist(this.#bound);
  }

  /** What a reader of a trimmed index is told. */
  refuse(message: Message): LogServerEffect {
    const fields = { code: ringworldCode.trimmed, tag: 0 };
    return send(replyTo(message, "data", fields, encodeIndices([this.#bound])));
  }

  #persist(bound: bigint): Persist {
    return {
      kind: "persist",
      record: factRecord("trim", this.#facts.promisedView, bound, 0n),
      value: nothing,
    };
  }
}
