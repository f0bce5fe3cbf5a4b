import { indexFields, type RingWorldHeader, ringworldCode } from "../wire/index.js";
import { Deadline } from "./agenda.js";
import type { ClientContext } from "./client-context.js";
import type { LogErrorCode } from "./log-error.js";
import type { Message } from "./message.js";
import { encodeIndices } from "./server-report.js";

/** Who wants the log trimmed. */
export interface Trimmer {
  trimmed(): void;
  failed(code: LogErrorCode): void;
}

interface PendingTrim {
  readonly bound: bigint;
  readonly trimmer: Trimmer;
  readonly retry: Deadline;
  readonly expiry: Deadline;
  /** The log servers that have said so, by stripe. */
  readonly confirmedBy: ReadonlyMap<number, Set<number>>;
  /** Whether a log server does not know yet that everything below the bound is committed. */
  waits: boolean;
  attempt: number;
}

/**
 * `trim`: everything below an index is given up. The leader of each stripe passes it to the members of the stripe's
 * replica set, and a majority of each has made it durable when it is answered (docs/PROTOCOL.md, Trim).
 */
export class TrimDesk {
  readonly #context: ClientContext;
  readonly #trims = new Map<number, PendingTrim>();

  constructor(context: ClientContext) {
    this.#context = context;
  }

  trim(bound: bigint, trimmer: Trimmer): void {
    const { agenda, nowUs, config } = this.#context;
    const question = this.#context.nextQuestion();
    const stripes = Array.from({ length: 2 ** config.stripeBits }, (_, stripe) => stripe);
    const pending: PendingTrim = {
      bound,
      trimmer,
      retry: new Deadline(() => this.#again(question, pending)),
      expiry: new Deadline(() => this.#expire(question, pending)),
      confirmedBy: new Map(stripes.map((stripe) => [stripe, new Set()])),
      waits: false,
      attempt: 0,
    };
    this.#trims.set(question, pending);
    agenda.set(pending.expiry, nowUs + config.timeoutUs);
    this.#send(question, pending);
  }

  /** Handles `trimmed`. */
  answered({ header, source }: Message): void {
    const pending = this.#trims.get(header.request);
    if (pending === undefined || header.client !== this.#context.client) return;
    if (header.code === ringworldCode.notCommitted) {
      pending.waits = true;
      return;
    }
    pending.confirmedBy.get(this.#stripeOf(header))?.add(source);
    if (this.#openStripes(pending).length > 0) return;
    this.#forget(header.request, pending);
    this.#context.learnTrim(pending.bound);
    pending.trimmer.trimmed();
  }

  /** A new view has begun: what is open is asked for again, of its leaders. */
  askAgain(): void {
    for (const [question, pending] of this.#trims) this.#send(question, pending);
  }

  /** Ends every trim. */
  failAll(code: LogErrorCode): void {
    for (const [question, pending] of [...this.#trims]) {
      this.#forget(question, pending);
      pending.trimmer.failed(code);
    }
  }

  #openStripes({ confirmedBy }: PendingTrim): readonly number[] {
    const { replicas } = this.#context.config;
    return [...confirmedBy].filter(([, servers]) => servers.size <= replicas / 2).map(([stripe]) => stripe);
  }

  #send(question: number, pending: PendingTrim): void {
    const { agenda, nowUs, trips } = this.#context;
    const payload = encodeIndices([pending.bound]);
    for (const stripe of this.#openStripes(pending)) {
      this.#context.send("trim", { ...indexFields(BigInt(stripe)), request: question }, payload);
    }
    agenda.set(pending.retry, nowUs + trips.confirm.timeoutUs(pending.attempt));
  }

  #again(question: number, pending: PendingTrim): void {
    pending.attempt += 1;
    this.#context.statistics.retries += 1;
    this.#send(question, pending);
  }

  #expire(question: number, pending: PendingTrim): void {
    this.#forget(question, pending);
    pending.trimmer.failed(pending.waits ? "LOG-NOT-COMMITTED" : "LOG-TIMEOUT");
  }

  #forget(question: number, pending: PendingTrim): void {
    this.#trims.delete(question);
    this.#context.agenda.cancel(pending.retry);
    this.#context.agenda.cancel(pending.expiry);
  }

  #stripeOf({ index_lo }: RingWorldHeader): number {
    return index_lo % 2 ** this.#context.config.stripeBits;
  }
}
