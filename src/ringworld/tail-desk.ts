import { indexFields, indexOf, type RingWorldHeader } from "../wire/index.js";
import { Deadline } from "./agenda.js";
import type { ClientContext } from "./client-context.js";
import type { LogErrorCode } from "./log-error.js";
import type { Message } from "./message.js";
import type { Releases } from "./releases.js";

/** Who wants to know the tail. */
export interface TailAsker {
  answered(tail: bigint): void;
  failed(code: LogErrorCode): void;
}

interface TailQuery {
  question: number;
  readonly asker: TailAsker;
  readonly retry: Deadline;
  readonly expiry: Deadline;
  epoch: number | undefined;
  /** The h that arrived, once it is known, and the log servers that have confirmed it. */
  tail: bigint | undefined;
  readonly confirmedBy: Set<number>;
  attempt: number;
}

/**
 * `getTail`: a ticket request for no ticket. Its answer is the h that arrived with the first token after the question,
 * so that everything that completed before the question is at or below it. It counts once a majority of a replica set
 * has confirmed that no newer view has begun, and remembers it (docs/PROTOCOL.md, The tail).
 */
export class TailDesk {
  readonly #context: ClientContext;
  readonly #releases: Releases;
  readonly #queries = new Map<number, TailQuery>();

  constructor(context: ClientContext, releases: Releases) {
    this.#context = context;
    this.#releases = releases;
  }

  ask(asker: TailAsker): void {
    const context = this.#context;
    const query: TailQuery = {
      question: context.nextQuestion(),
      asker,
      retry: new Deadline(() => this.#again(query)),
      expiry: new Deadline(() => {
        this.#forget(query);
        asker.failed("LOG-TIMEOUT");
      }),
      epoch: undefined,
      tail: undefined,
      confirmedBy: new Set(),
      attempt: 0,
    };
    this.#queries.set(query.question, query);
    context.agenda.set(query.expiry, context.nowUs + context.config.timeoutUs);
    this.#send(query);
  }

  /** Handles a `grant` of no tickets. */
  granted(header: RingWorldHeader): void {
    const query = this.#queries.get(header.request);
    if (query === undefined || query.epoch !== undefined) return;
    query.epoch = header.epoch;
    query.attempt = 0;
    const release = this.#releases.from(header.epoch);
    if (release !== undefined) this.#confirm(query, release.base);
    else this.#awaitRelease(query);
  }

  /** A release has arrived and is remembered. */
  released(): void {
    for (const query of [...this.#queries.values()]) {
      if (query.epoch === undefined || query.tail !== undefined) continue;
      const release = this.#releases.from(query.epoch);
      if (release !== undefined) this.#confirm(query, release.base);
    }
  }

  /** Handles `confirmed`. */
  confirmed({ header, source }: Message): void {
    const query = this.#queries.get(header.request);
    const { client, view, config } = this.#context;
    if (query?.tail === undefined || header.client !== client || header.view !== view) return;
    if (indexOf(header) !== query.tail) return;
    query.confirmedBy.add(source);
    if (query.confirmedBy.size > config.replicas / 2) this.#answer(query, query.tail);
  }

  /** The switch has forgotten the epoch of a query: it is asked anew. */
  forgotten(question: number): void {
    const query = this.#queries.get(question);
    if (query !== undefined) this.#askAnew(query);
  }

  /** Ends every question. */
  failAll(code: LogErrorCode): void {
    for (const query of [...this.#queries.values()]) {
      this.#forget(query);
      query.asker.failed(code);
    }
  }

  /** A new view has begun: epochs of the old one mean nothing. */
  abandonAll(): void {
    for (const query of [...this.#queries.values()]) this.#askAnew(query);
  }

  #askAnew(query: TailQuery): void {
    this.#queries.delete(query.question);
    query.question = this.#context.nextQuestion();
    query.epoch = undefined;
    query.tail = undefined;
    query.confirmedBy.clear();
    query.attempt = 0;
    this.#queries.set(query.question, query);
    this.#send(query);
  }

  #send(query: TailQuery): void {
    const { agenda, nowUs, trips } = this.#context;
    this.#context.send("ticket", { count: 0, request: query.question });
    agenda.set(query.retry, nowUs + trips.grant.timeoutUs(query.attempt));
  }

  #awaitRelease(query: TailQuery): void {
    const { agenda, nowUs, trips } = this.#context;
    agenda.set(query.retry, nowUs + trips.lap.timeoutUs(query.attempt));
  }

  #again(query: TailQuery): void {
    const context = this.#context;
    query.attempt += 1;
    context.statistics.retries += 1;
    if (query.tail !== undefined) {
      this.#sendConfirm(query, query.tail);
      return;
    }
    if (query.epoch === undefined) {
      this.#send(query);
      return;
    }
    context.statistics.releaseQueries += 1;
    context.send("releaseQuery", { epoch: query.epoch, request: query.question });
    this.#awaitRelease(query);
  }

  #confirm(query: TailQuery, tail: bigint): void {
    query.tail = tail;
    query.attempt = 0;
    this.#sendConfirm(query, tail);
  }

  #sendConfirm(query: TailQuery, tail: bigint): void {
    const { agenda, nowUs, trips } = this.#context;
    this.#context.send("confirm", { ...indexFields(tail), request: query.question });
    agenda.set(query.retry, nowUs + trips.confirm.timeoutUs(query.attempt));
  }

  #answer(query: TailQuery, tail: bigint): void {
    this.#forget(query);
    this.#context.learnTail(tail);
    query.asker.answered(tail);
  }

  #forget(query: TailQuery): void {
    this.#queries.delete(query.question);
    this.#context.agenda.cancel(query.retry);
    this.#context.agenda.cancel(query.expiry);
  }
}
