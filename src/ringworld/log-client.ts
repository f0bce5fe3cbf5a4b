import { assert, CodedError } from "../base/index.js";
import type { Cancel, Clock, Random, Timers, Transport } from "../io/index.js";
import type { ClientConfig } from "./client-config.js";
import type { ClientEffect } from "./client-context.js";
import { ClientCore } from "./client-core.js";
import type { ClientStatistics } from "./client-statistics.js";
import { Endpoint, type HostIdentity } from "./endpoint.js";
import type { LogEntry, LogPosition } from "./entry.js";
import { type EntryRange, type PackOptions, readEntries } from "./log-entries.js";
import { logError } from "./log-error.js";
import type { Message } from "./message.js";
import { entriesOf, type Pack } from "./pack.js";

/** What a log client runs on. */
export interface LogClientOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly host: HostIdentity;
  readonly config?: Partial<ClientConfig>;
  /** Traffic class of what the client sends, 0 … 63. */
  readonly dscp?: number;
}

/** Options of an append. */
export interface AppendOptions {
  /** Stream of the entry, 0 (none) … 2^32 - 1. */
  readonly stream?: number;
}

type Settled = Exclude<ClientEffect, { kind: "send" }>;

interface Operation {
  readonly resolve: (settled: Settled) => void;
  readonly reject: (error: Error) => void;
}

const appendsHeldMax = 4096;

/** How long a reader that is at the tail waits before it asks for it again. */
const followUs = 20_000;

/**
 * A client of the shared log (paper §2.1.1).
 *
 * Every operation may fail with a `CodedError`: LOG-TIMEOUT, LOG-NOT-COMMITTED, LOG-OUT-OF-BOUNDS, LOG-TOO-LARGE,
 * LOG-EMPTY, LOG-TRIMMED, LOG-FENCED, LOG-NOT-SERVED, LOG-CLOSED.
 *
 * @example
 * const { index, place } = await client.append(new Uint8Array([1, 2, 3]));
 * const entry = await client.read(index, place);
 * for await (const entry of client.entries()) console.log(entry.index, entry.place, entry.value);
 */
export class LogClient {
  readonly #core: ClientCore;
  readonly #endpoint: Endpoint;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #operations = new Map<number, Operation>();
  #lastOperation = 0;
  #alarm: { readonly atUs: number; readonly cancel: Cancel } | undefined;
  #closed = false;

  constructor(options: LogClientOptions) {
    this.#clock = options.clock;
    this.#timers = options.timers;
    this.#core = new ClientCore(options.host, options.random, options.config);
    this.#endpoint = new Endpoint(options.transport, options.host, options.dscp);
    this.#endpoint.onMessage((message: Message) => {
      if (!this.#closed) this.#perform(this.#core.step(message, this.#clock.nowUs()));
    });
  }

  /** Names this client's appends in the log, together with their request numbers. */
  get client(): bigint {
    return this.#core.client;
  }

  get statistics(): ClientStatistics {
    return this.#core.statistics;
  }

  /** How many frames arrived that are no RingWorld messages. */
  get refusedFrames(): number {
    return this.#endpoint.refusedFrames;
  }

  /** Appends a value of at most 9,000 bytes and says where it stands. The value must not change until then. */
  append(value: Uint8Array, options: AppendOptions = {}): Promise<LogPosition> {
    return this.appendTogether([value], options);
  }

  /**
   * Appends values that are to stand at one index, one behind the other: all of them, or none. Says where the first
   * stands. Together, and with 2 bytes for each, they have at most 9,000 bytes.
   */
  appendTogether(values: readonly Uint8Array[], { stream = 0 }: AppendOptions = {}): Promise<LogPosition> {
    return this.#begin((id, nowUs) => this.#core.appendTogether(id, values, stream, nowUs), positionIn);
  }

  /**
   * Appends many values with as many under way at once as the log takes, and says where each stands. They are not
   * promised to stand in the given order: wait for one append before the next where order matters.
   */
  async appendMany(
    values: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
    options: AppendOptions = {},
  ): Promise<LogPosition[]> {
    const positions: LogPosition[] = [];
    const underWay: Promise<LogPosition>[] = [];
    const oldest = async () => {
      const append = underWay.shift();
      assert(append !== undefined, "no append is under way");
      positions.push(await append);
    };
    for await (const value of values) {
      const append = this.append(value, options);
      append.catch(() => undefined);
      underWay.push(append);
      if (underWay.length >= appendsHeldMax) await oldest();
    }
    while (underWay.length > 0) await oldest();
    return positions;
  }

  /** Reads an entry, by default the first at an index; junk is an entry, too. */
  async read(index: bigint, place = 0): Promise<LogEntry> {
    const entry = entriesOf(await this.readPack(index))[place];
    if (entry === undefined) throw logError("LOG-OUT-OF-BOUNDS", `read of index ${index}, place ${place}`);
    return entry;
  }

  /** Reads all that stands at an index: one entry, or several that share it. */
  readPack(index: bigint, { subscribedTo }: PackOptions = {}): Promise<Pack> {
    return this.#begin((id, nowUs) => this.#core.read(id, index, nowUs, subscribedTo), packIn);
  }

  /** The largest index handed out; 0 for the empty log. Everything appended before the call is at or below it. */
  tail(): Promise<bigint> {
    return this.#begin((id, nowUs) => this.#core.tail(id, nowUs), indexIn);
  }

  /**
   * Gives up every entry below an index, for good: reads of them fail with LOG-TRIMMED, and log servers free their
   * space. Only what is committed can be trimmed: until it is, this waits.
   */
  async trim(index: bigint): Promise<void> {
    await this.#begin((id, nowUs) => this.#core.trim(id, index, nowUs), indexIn);
  }

  /** The first index that is not trimmed. */
  async firstIndex(): Promise<bigint> {
    try {
      await this.read(1n);
    } catch (error) {
      const code = error instanceof CodedError ? error.code : undefined;
      if (code !== "LOG-TRIMMED" && code !== "LOG-OUT-OF-BOUNDS") throw error;
    }
    const { trimmedBelow } = this.#core;
    return trimmedBelow > 0n ? trimmedBelow : 1n;
  }

  /** Waits until the tail is beyond an index, and gives the tail. */
  async tailBeyond(index: bigint): Promise<bigint> {
    for (;;) {
      const tail = await this.tail();
      if (tail > index) return tail;
      await new Promise<void>((resolve) => this.#timers.schedule(followUs, resolve));
    }
  }

  /**
   * The entries of a range in log order, each append once, without junk: of all streams or of one, up to the tail or
   * for ever.
   *
   * @example
   * for await (const entry of client.entries({ stream: 7, follow: true })) console.log(entry.index, entry.value);
   */
  entries(range: EntryRange = {}): AsyncGenerator<LogEntry, void> {
    return readEntries(this, range);
  }

  /** Fails everything under way with LOG-CLOSED and sends nothing more. The transport stays open. */
  close(): void {
    this.#closed = true;
    this.#alarm?.cancel();
    this.#alarm = undefined;
    for (const { reject } of this.#operations.values()) reject(logError("LOG-CLOSED", "log client"));
    this.#operations.clear();
  }

  /** `resultOf` makes of what ends the operation what the caller is told. */
  #begin<Result>(
    start: (id: number, nowUs: number) => readonly ClientEffect[],
    resultOf: (settled: Settled) => Result,
  ): Promise<Result> {
    if (this.#closed) return Promise.reject(logError("LOG-CLOSED", "log client"));
    this.#lastOperation += 1;
    const id = this.#lastOperation;
    return new Promise((resolve, reject) => {
      this.#operations.set(id, { resolve: (settled) => resolve(resultOf(settled)), reject });
      this.#perform(start(id, this.#clock.nowUs()));
    });
  }

  #perform(effects: readonly ClientEffect[]): void {
    for (const effect of effects) {
      if (effect.kind === "send") this.#endpoint.send(effect.message);
      else this.#settle(effect);
    }
    this.#setAlarm();
  }

  #settle(effect: Settled): void {
    const operation = this.#operations.get(effect.operation);
    this.#operations.delete(effect.operation);
    if (effect.kind === "failed") operation?.reject(effect.error);
    else operation?.resolve(effect);
  }

  /** Keeps one timer, for the core's next deadline; one that is too early only looks and is set again. */
  #setAlarm(): void {
    const nextUs = this.#core.nextDeadlineUs();
    if (nextUs === undefined || (this.#alarm !== undefined && this.#alarm.atUs <= nextUs)) return;
    this.#alarm?.cancel();
    const cancel = this.#timers.schedule(Math.max(0, nextUs - this.#clock.nowUs()), () => {
      this.#alarm = undefined;
      this.#perform(this.#core.tick(this.#clock.nowUs()));
    });
    this.#alarm = { atUs: nextUs, cancel };
  }
}

function positionIn(settled: Settled): LogPosition {
  assert(settled.kind === "appended", settled.kind);
  return { index: settled.index, place: settled.place };
}

function packIn(settled: Settled): Pack {
  assert(settled.kind === "pack", settled.kind);
  return settled.pack;
}

/** The index that ends a question for the tail, or a trim. */
function indexIn(settled: Settled): bigint {
  assert(settled.kind === "tail" || settled.kind === "trimmed", settled.kind);
  return settled.index;
}
