import { indexFields, indexOf, ringworldCode, subscribedRead } from "../wire/index.js";
import { Deadline } from "./agenda.js";
import type { ClientContext } from "./client-context.js";
import { junkTag } from "./entry.js";
import type { LogErrorCode } from "./log-error.js";
import type { Message } from "./message.js";
import type { Pack } from "./pack.js";
import { packOf } from "./pack-of-message.js";
import type { ReadDesk, Reader } from "./read-desk.js";

interface PendingFeed {
  readonly index: bigint;
  readonly stream: number;
  readonly subscriber: Pick<Reader, "found" | "failed">;
  /** When to ask again. */
  readonly retry: Deadline;
  readonly sinceUs: number;
  attempt: number;
  /** The mark of the wanted entry has come, and its bytes have not. */
  isMarked: boolean;
  /** Times that the leader said "not committed". */
  refusals: number;
}

const backoffMinUs = 500;
const backoffMaxUs = 20_000;
const attemptsMax = 3;
const nothing = [new Uint8Array(0)];

/**
 * Reads as a subscriber: a log server answers with a mark, which is a header, and with the entry as a feed, which the
 * switch of this host lets through only if the host subscribes to the entry's stream. A mark of another stream says
 * that the entry is none of this reader's business, so that nothing is mistaken for lost. What does not come in time,
 * and what is not certain, is read as any entry is (docs/PROTOCOL.md, Streams and subscriptions).
 */
export class FeedDesk {
  readonly #context: ClientContext;
  readonly #reads: ReadDesk;
  readonly #feeds = new Map<bigint, PendingFeed[]>();

  constructor(context: ClientContext, reads: ReadDesk) {
    this.#context = context;
    this.#reads = reads;
  }

  read(index: bigint, stream: number, subscriber: PendingFeed["subscriber"]): void {
    if (index < this.#context.trimmedBelow) {
      subscriber.failed("LOG-TRIMMED");
      return;
    }
    const feed: PendingFeed = {
      index,
      stream,
      subscriber,
      sinceUs: this.#context.nowUs,
      retry: new Deadline(() => this.#again(feed)),
      attempt: 0,
      isMarked: false,
      refusals: 0,
    };
    this.#feeds.set(index, [...(this.#feeds.get(index) ?? []), feed]);
    this.#send(feed);
  }

  /** Handles a `mark`. */
  marked({ header }: Message): void {
    for (const feed of this.#at(indexOf(header))) {
      if (header.stream === feed.stream) feed.isMarked = true;
      else {
        const { client, request, stream } = header;
        const pack = { index: feed.index, client, request, stream, values: nothing, junk: false };
        this.#found(feed, { ...pack, withheld: true });
      }
    }
  }

  /** Handles a `feed`, and the `data` that comes in its place where there is nothing to filter. */
  answered(message: Message): void {
    const { header } = message;
    const pack = header.code === ringworldCode.none ? packOf(message) : undefined;
    for (const feed of this.#at(indexOf(header))) {
      if (pack === undefined) this.#readPlainly(feed);
      else if (pack.stream === feed.stream || header.tag === junkTag) this.#found(feed, pack);
      else this.#found(feed, { ...pack, values: nothing, withheld: true });
    }
  }

  /** The leader says that an index is not committed yet: it is asked again, and filled by a plain read in the end. */
  notCommitted(index: bigint): void {
    const { agenda, nowUs, config } = this.#context;
    for (const feed of this.#at(index)) {
      feed.refusals += 1;
      const backoffUs = Math.min(backoffMaxUs, backoffMinUs * 2 ** Math.min(feed.refusals, 10));
      if (nowUs - feed.sinceUs > config.fillAfterUs) this.#readPlainly(feed);
      else agenda.set(feed.retry, nowUs + backoffUs);
    }
  }

  /** Ends every read of a subscriber. */
  failAll(code: LogErrorCode): void {
    for (const feed of [...this.#feeds.values()].flat()) {
      this.#forget(feed);
      feed.subscriber.failed(code);
    }
  }

  #at(index: bigint): readonly PendingFeed[] {
    return this.#feeds.get(index) ?? [];
  }

  #send(feed: PendingFeed): void {
    const { agenda, nowUs, trips, config } = this.#context;
    const attempt = (Number(feed.index % BigInt(config.replicas)) + feed.attempt) % config.replicas;
    this.#context.send("read", { ...indexFields(feed.index), count: attempt, code: subscribedRead });
    agenda.set(feed.retry, nowUs + trips.read.timeoutUs(feed.attempt));
  }

  /** Neither mark nor entry, or only the mark: the filter may not be there yet, or the entry was lost. */
  #again(feed: PendingFeed): void {
    if (this.#context.nowUs - feed.sinceUs < this.#context.config.fillAfterUs && feed.refusals > 0) {
      this.#send(feed);
      return;
    }
    feed.attempt += 1;
    this.#context.statistics.retries += 1;
    if (feed.isMarked || feed.attempt >= attemptsMax) this.#readPlainly(feed);
    else this.#send(feed);
  }

  #readPlainly(feed: PendingFeed): void {
    this.#forget(feed);
    this.#context.statistics.plainReads += 1;
    this.#reads.read(feed.index, {
      glancesFrom: undefined,
      found: (pack) => feed.subscriber.found(pack),
      failed: (code) => feed.subscriber.failed(code),
    });
  }

  #found(feed: PendingFeed, pack: Pack): void {
    this.#forget(feed);
    feed.subscriber.found(pack);
  }

  #forget(feed: PendingFeed): void {
    this.#context.agenda.cancel(feed.retry);
    const others = this.#at(feed.index).filter((each) => each !== feed);
    if (others.length === 0) this.#feeds.delete(feed.index);
    else this.#feeds.set(feed.index, others);
  }
}
