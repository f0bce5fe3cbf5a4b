import { type Random, randomUint64 } from "../base/index.js";
import type { AppendOptions, EntrySource, LogEntry } from "../ringworld/index.js";
import { entryBytesMax } from "../wire/index.js";
import { LogReader } from "./log-reader.js";
import { decodeRecord, encodeRecord } from "./record.js";
import { storeError } from "./store-error.js";
import { StoreView } from "./store-view.js";
import { Transaction } from "./transaction.js";

/** What stores need of a log; `LogClient` is one. */
export interface SharedLog extends EntrySource {
  append(value: Uint8Array, options?: AppendOptions): Promise<{ readonly index: bigint }>;
}

export interface LogStoresOptions {
  readonly log: SharedLog;
  /** Gives this replica its name in the log. */
  readonly random: Random;
  /** The stream that holds the stores; stores that one transaction may touch share it. 1 by default. */
  readonly stream?: number;
  /** How often a transaction whose reads were overtaken runs again. 32 by default. */
  readonly attemptsMax?: number;
}

/**
 * Replicated stores on a shared log (RingWorld, section 2.1; Tango, SOSP 2013): every replica plays the same log, and
 * a transaction over any of its stores is one entry. Operations are linearizable: each first plays the log to its
 * tail. A replica keeps nothing: a new one plays the log from the begin and knows what the old one knew.
 *
 * @example
 * const stores = new LogStores({ log: client, random });
 * await stores.transaction((tx) => {
 *   const balance = Number(text(tx.get("accounts", "alice")));
 *   tx.put("accounts", "alice", bytes(String(balance - 5)));
 *   tx.put("orders", "17", bytes("paid"));
 * });
 */
export class LogStores {
  readonly #options: LogStoresOptions;
  readonly #view = new StoreView();
  readonly #reader: LogReader;
  readonly #writer: bigint;
  /** Own transactions that were met in the log and not yet asked for: whether they committed. */
  readonly #outcomes = new Map<number, boolean>();
  #lastSequence = 0;

  constructor(options: LogStoresOptions) {
    this.#options = options;
    this.#writer = randomUint64(options.random);
    this.#reader = new LogReader(options.log, (entry) => this.#apply(entry));
  }

  /** The index up to which this replica knows the log. */
  get position(): bigint {
    return this.#reader.position;
  }

  /** Plays the log up to its tail. */
  async sync(): Promise<void> {
    await this.#reader.playTo(await this.#options.log.tail());
  }

  /** The value of a key; undefined when there is none. */
  get(store: string, key: string): Promise<Uint8Array | undefined> {
    return this.transaction((tx) => tx.get(store, key));
  }

  /** Writes a value; returns when it is in the log. */
  put(store: string, key: string, value: Uint8Array): Promise<void> {
    return this.transaction((tx) => tx.put(store, key, value));
  }

  /** Deletes a key; returns when that is in the log. */
  delete(store: string, key: string): Promise<void> {
    return this.transaction((tx) => tx.delete(store, key));
  }

  /** The keys of a store that have a value, sorted. Not part of a transaction: keys may come and go meanwhile. */
  async keys(store: string): Promise<readonly string[]> {
    await this.sync();
    return this.#view.keys(store);
  }

  /**
   * Runs `body` on one moment of all stores and makes its writes take effect together, or not at all. When somebody
   * else changed what it read, it runs again: it should do nothing but read and write. What it throws ends it.
   *
   * @throws CodedError `STORE-CONFLICT`, `STORE-TOO-LARGE`, and what the log says; after LOG-TIMEOUT the transaction
   *   may have taken effect
   */
  async transaction<Result>(body: (tx: Transaction) => Result): Promise<Result> {
    const { attemptsMax = 32 } = this.#options;
    for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
      await this.sync();
      const tx = new Transaction(this.#view);
      const result = body(tx);
      if (tx.writes.length === 0 || (await this.#commit(tx))) return result;
    }
    throw storeError("STORE-CONFLICT", `a transaction tried ${attemptsMax} times`);
  }

  async #commit({ reads, writes }: Transaction): Promise<boolean> {
    this.#lastSequence += 1;
    const sequence = this.#lastSequence;
    const bytes = encodeRecord({ writer: this.#writer, sequence, reads, writes });
    if (bytes.length > entryBytesMax) throw storeError("STORE-TOO-LARGE", `${bytes.length} bytes`);
    const { log, stream = 1 } = this.#options;
    const { index } = await log.append(bytes, { stream });
    await this.#reader.playTo(index);
    const committed = this.#outcomes.get(sequence) === true;
    this.#outcomes.delete(sequence);
    return committed;
  }

  #apply(entry: LogEntry): void {
    if (entry.stream !== (this.#options.stream ?? 1)) return;
    const record = decodeRecord(entry.value);
    if (record === undefined) return;
    const committed = this.#view.apply({ index: entry.index, place: entry.place }, record);
    if (record.writer === this.#writer) this.#outcomes.set(record.sequence, committed);
  }
}
