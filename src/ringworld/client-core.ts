import type { Random } from "../base/index.js";
import {
  indexOf,
  jumboPayloadBytes,
  type RingWorldHeader,
  ringworldCode,
  ringworldKind,
} from "../wire/index.js";
import { AppendDesk } from "./append-desk.js";
import { type ClientConfig, defaultClientConfig } from "./client-config.js";
import { ClientContext, type ClientEffect } from "./client-context.js";
import type { ClientStatistics } from "./client-statistics.js";
import type { HostIdentity } from "./endpoint.js";
import { FeedDesk } from "./feed-desk.js";
import type { Message } from "./message.js";
import { bytesInPack, fitsOnePack } from "./pack.js";
import { ReadDesk, type Reader } from "./read-desk.js";
import { Releases, releaseOf } from "./releases.js";
import { TailDesk } from "./tail-desk.js";
import { TicketDesk } from "./ticket-desk.js";
import { TrimDesk } from "./trim-desk.js";

/**
 * A client of the log: `append`, `read`, `tail`, `trim` (paper §2.1.1, §3.2.3). It does no input or output: operations,
 * messages and the time go in, effects come out. The caller numbers its operations; each ends with exactly one effect
 * other than `send`.
 */
export class ClientCore {
  readonly #context: ClientContext;
  readonly #releases = new Releases();
  readonly #tickets: TicketDesk;
  readonly #tails: TailDesk;
  readonly #reads: ReadDesk;
  readonly #appends: AppendDesk;
  readonly #trims: TrimDesk;
  readonly #feeds: FeedDesk;

  constructor(host: HostIdentity, random: Random, config: Partial<ClientConfig> = {}) {
    this.#context = new ClientContext(host, random, { ...defaultClientConfig, ...config });
    this.#tickets = new TicketDesk(this.#context, this.#releases);
    this.#tails = new TailDesk(this.#context, this.#releases);
    this.#trims = new TrimDesk(this.#context);
    this.#reads = new ReadDesk(this.#context, this.#tails);
    this.#feeds = new FeedDesk(this.#context, this.#reads);
    this.#appends = new AppendDesk(this.#context, this.#tickets, this.#reads);
  }

  /** The number of this life of the client: with an append's own number it names that append for ever. */
  get client(): bigint {
    return this.#context.client;
  }

  /** The newest view that was heard of. */
  get view(): number {
    return this.#context.view;
  }

  get statistics(): ClientStatistics {
    return this.#context.statistics;
  }

  /** Appends that have not ended, and how many packs of them may be under way at once at present. */
  get appends(): { readonly pending: number; readonly window: number } {
    return { pending: this.#appends.pending, window: this.#appends.window };
  }

  /** Begins an append; ends with `appended` or `failed`. The value must not change until then. */
  append(operation: number, value: Uint8Array, stream: number, nowUs: number): readonly ClientEffect[] {
    return this.appendTogether(operation, [value], stream, nowUs);
  }

  /**
   * Begins to append values that are to stand at one index, one behind the other; ends with `appended`, which tells the
   * place of the first, or `failed`.
   */
  appendTogether(
    operation: number,
    values: readonly Uint8Array[],
    stream: number,
    nowUs: number,
  ): readonly ClientEffect[] {
    return this.#handle(nowUs, () => {
      const bytes = values.reduce((sum, value) => sum + bytesInPack(value), 0);
      const what = `append of ${values.length} entries in ${bytes} bytes`;
      if (values.length === 0) this.#context.fail(operation, "LOG-EMPTY", what);
      // The same everywhere, so that what runs over tunnels runs over Ethernet.
      else if (!fitsOnePack(values.length, bytes, jumboPayloadBytes))
        this.#context.fail(operation, "LOG-TOO-LARGE", what);
      else this.#appends.append(operation, values, stream);
    });
  }

  /**
   * Begins to read an index; ends with `pack` or `failed`. Who subscribes to a stream gets other streams' entries
   * withheld: without their bytes.
   */
  read(operation: number, index: bigint, nowUs: number, subscribedTo?: number): readonly ClientEffect[] {
    return this.#handle(nowUs, () => {
      const what = `read of index ${index}`;
      if (index < 1n || index >= 1n << 64n) {
        this.#context.fail(operation, "LOG-OUT-OF-BOUNDS", what);
        return;
      }
      const reader: Reader = {
        glancesFrom: undefined,
        found: (pack) => {
          this.statistics.readLatencyUs.record(this.#context.nowUs - nowUs);
          if (pack.withheld === true) this.statistics.withheld += 1;
          this.#context.settle({ kind: "pack", operation, pack });
        },
        failed: (code) => this.#context.fail(operation, code, what),
      };
      if (subscribedTo === undefined) this.#reads.read(index, reader);
      else this.#feeds.read(index, subscribedTo, reader);
    });
  }

  /** Begins to ask for the tail, the largest index handed out; ends with `tail` or `failed`. */
  tail(operation: number, nowUs: number): readonly ClientEffect[] {
    return this.#handle(nowUs, () => {
      this.#tails.ask({
        answered: (index) => {
          this.statistics.tailLatencyUs.record(this.#context.nowUs - nowUs);
          this.#context.settle({ kind: "tail", operation, index });
        },
        failed: (code) => this.#context.fail(operation, code, "tail"),
      });
    });
  }

  /** Begins to trim everything below an index; ends with `trimmed` or `failed`. */
  trim(operation: number, bound: bigint, nowUs: number): readonly ClientEffect[] {
    return this.#handle(nowUs, () => {
      const what = `trim below index ${bound}`;
      if (bound < 1n || bound >= 1n << 64n) {
        this.#context.fail(operation, "LOG-OUT-OF-BOUNDS", what);
        return;
      }
      this.#trims.trim(bound, {
        trimmed: () => this.#context.settle({ kind: "trimmed", operation, index: bound }),
        failed: (code) => this.#context.fail(operation, code, what),
      });
    });
  }

  /** Handles a message; kinds that are not for clients are ignored. */
  step(message: Message, nowUs: number): readonly ClientEffect[] {
    return this.#handle(nowUs, () => this.#dispatch(message));
  }

  /** Does what is due at `nowUs`. */
  tick(nowUs: number): readonly ClientEffect[] {
    return this.#handle(nowUs, () => this.#context.agenda.run(nowUs));
  }

  /** Every index below this one is trimmed, as far as this client was told. */
  get trimmedBelow(): bigint {
    return this.#context.trimmedBelow;
  }

  /** When `tick` is due next; undefined when nothing is under way. */
  nextDeadlineUs(): number | undefined {
    return this.#context.agenda.nextUs();
  }

  #handle(nowUs: number, handle: () => void): readonly ClientEffect[] {
    this.#context.setNow(nowUs);
    handle();
    this.#appends.pump();
    return this.#context.takeEffects();
  }

  #dispatch(message: Message): void {
    const { header } = message;
    switch (header.kind) {
      case ringworldKind.grant:
        this.#granted(header);
        break;
      case ringworldKind.release:
        this.#released(header);
        break;
      case ringworldKind.committed:
        this.#appends.committed(header);
        this.#reads.committed(indexOf(header));
        break;
      case ringworldKind.refused:
        this.#refused(message);
        break;
      case ringworldKind.data:
        this.#feeds.answered(message);
        this.#reads.answered(message);
        break;
      case ringworldKind.feed:
        this.#feeds.answered(message);
        break;
      case ringworldKind.mark:
        this.#feeds.marked(message);
        break;
      case ringworldKind.confirmed:
        this.#tails.confirmed(message);
        break;
      case ringworldKind.trimmed:
        this.#trims.answered(message);
        break;
    }
  }

  #granted(header: RingWorldHeader): void {
    if (header.client !== this.#context.client) return;
    this.#learnView(header.view);
    if (header.view !== this.#context.view) return;
    if (header.count === 0) this.#tails.granted(header);
    else this.#tickets.granted(header);
  }

  #released(header: RingWorldHeader): void {
    this.#learnView(header.view);
    if (header.view !== this.#context.view) return;
    const release = releaseOf(header);
    this.#releases.add(release);
    this.#tickets.released(release);
    this.#tails.released();
  }

  #refused(message: Message): void {
    const { header } = message;
    if (header.code === ringworldCode.view) this.#learnView(header.view);
    if (header.code === ringworldCode.fenced) {
      if (header.client === this.client) this.#fenced();
      return;
    }
    if (header.code === ringworldCode.serverFenced) {
      this.#reads.serverFenced(indexOf(header), header.count);
      return;
    }
    if (header.code === ringworldCode.epochPast) {
      if (header.client !== this.client) return;
      this.#tickets.forgotten(header.request);
      this.#tails.forgotten(header.request);
    } else if (header.code === ringworldCode.notCommitted) {
      this.#feeds.notCommitted(indexOf(header));
      this.#reads.notCommitted(indexOf(header), header.view);
    } else if (header.code === ringworldCode.missing) this.#reads.answered(message);
    else this.#appends.refused(header);
  }

  /** The switch of this host forwards nothing for it: what is under way would wait in vain. */
  #fenced(): void {
    this.#tickets.abandonAll();
    for (const desk of [this.#appends, this.#reads, this.#tails, this.#trims, this.#feeds])
      desk.failAll("LOG-FENCED");
  }

  /** A new view ends what the sequencers of the old one have promised. */
  #learnView(view: number): void {
    if (!this.#context.learnView(view)) return;
    this.#releases.clear();
    this.#tickets.abandonAll();
    this.#tails.abandonAll();
    this.#reads.askAgain();
    this.#trims.askAgain();
    this.#appends.beginView();
  }
}
