import { indexFields, indexOf, readAll, ringworldCode } from "../wire/index.js";
import { Deadline } from "./agenda.js";
import type { ClientContext } from "./client-context.js";
import type { LogErrorCode } from "./log-error.js";
import type { Message } from "./message.js";
import { viewDistance } from "./newest-view.js";
import type { Pack } from "./pack.js";
import { packOf } from "./pack-of-message.js";
import { electPack, type Vote } from "./read-votes.js";
import { decodeIndices } from "./server-report.js";
import type { TailDesk } from "./tail-desk.js";

/** Who wants to know what stands at an index. */
export interface Reader {
  found(pack: Pack): void;
  failed(code: LogErrorCode): void;
  /**
   * The oldest view whose "not committed" is an answer. Undefined to wait for the entry, and to fill a hole if need be.
   */
  readonly glancesFrom: number | undefined;
}

interface PendingRead {
  readonly index: bigint;
  readonly readers: Set<Reader>;
  readonly votes: Map<number, Vote>;
  /** No answer has come: ask another server. */
  readonly silence: Deadline;
  /** Not committed a while ago: ask the same again. */
  readonly pause: Deadline;
  readonly expiry: Deadline;
  attempt: number;
  sentUs: number;
  /** Questions sent without any answer since the last one. */
  unanswered: number;
  /** Times that the leader said "not committed". */
  refusals: number;
  nextFillUs: number;
  /** Whether the tail has been asked for, to learn whether the index was handed out at all. */
  checksBounds: boolean;
}

const backoffMinUs = 500;
const backoffMaxUs = 20_000;

/**
 * Reads indices: one log server in the usual case, all of them when that one does not hold the entry or is not sure
 * (paper §3.2.3). An index that stands still is filled with junk, which is also what frees a leader's window.
 */
export class ReadDesk {
  readonly #context: ClientContext;
  readonly #tails: TailDesk;
  readonly #reads = new Map<bigint, PendingRead>();

  constructor(context: ClientContext, tails: TailDesk) {
    this.#context = context;
    this.#tails = tails;
  }

  /** Finds out what stands at an index; readers of the same index share the questions. */
  read(index: bigint, reader: Reader): void {
    const { agenda, nowUs, config, trimmedBelow } = this.#context;
    if (index < trimmedBelow) {
      reader.failed("LOG-TRIMMED");
      return;
    }
    const known = this.#reads.get(index);
    const pending = known ?? this.#begin(index);
    pending.readers.add(reader);
    agenda.set(pending.expiry, nowUs + config.timeoutUs);
    if (known === undefined) this.#send(pending);
  }

  /** Handles a `data` message, or a refusal by a server that does not hold the index. */
  answered(message: Message): void {
    const { header } = message;
    const pending = this.#reads.get(indexOf(header));
    const isMissing = header.code === ringworldCode.missing;
    const pack = isMissing ? undefined : packOf(message);
    if (pending === undefined) return;
    this.#sample(pending);
    // A server that says so is enough: nothing is trimmed that was not committed, and nothing comes back.
    if (header.code === ringworldCode.trimmed) {
      const [bound] = decodeIndices(message.payload);
      this.#context.learnTrim(bound ?? pending.index + 1n);
      this.#fail(pending, "LOG-TRIMMED");
      return;
    }
    // An answer to an older question is no vote, either: its server may hold the entry by now.
    const isOfAll = header.count === readAll;
    if (pending.attempt === readAll && !isOfAll && header.code !== ringworldCode.none) return;
    // What was damaged on the way is no vote: it says nothing about what the server holds.
    const isDamaged = pack === undefined && !isMissing;
    if (isDamaged && pending.attempt === readAll) return;
    if (isDamaged) {
      this.#next(pending);
      return;
    }
    if (pack !== undefined && header.code === ringworldCode.none) {
      this.#finish(pending, pack);
      return;
    }
    pending.votes.set(message.source, { view: header.view, pack });
    if (pending.attempt === readAll) this.#count(pending);
    else if (pack === undefined) this.#next(pending);
    else this.#askAll(pending);
  }

  /** Handles "not committed", said by a leader of `view`. */
  notCommitted(index: bigint, view: number): void {
    const pending = this.#reads.get(index);
    if (pending === undefined) return;
    this.#sample(pending);
    for (const reader of [...pending.readers]) {
      if (reader.glancesFrom === undefined || viewDistance(reader.glancesFrom, view) < 0) continue;
      pending.readers.delete(reader);
      reader.failed("LOG-NOT-COMMITTED");
    }
    if (pending.readers.size === 0) this.#forget(pending);
    else this.#wait(pending);
  }

  /** The switch of a log server says that it is fenced off: another one is asked. */
  serverFenced(index: bigint, attempt: number): void {
    const pending = this.#reads.get(index);
    if (pending !== undefined && pending.attempt === attempt && attempt !== readAll) this.#again(pending);
  }

  /** Ends every read. */
  failAll(code: LogErrorCode): void {
    for (const pending of [...this.#reads.values()]) this.#fail(pending, code);
  }

  /** The leader says that an index is committed now. */
  committed(index: bigint): void {
    const pending = this.#reads.get(index);
    if (pending !== undefined && pending.refusals > 0) this.#send(pending);
  }

  /** A new view has begun: everything is asked again. */
  askAgain(): void {
    for (const pending of this.#reads.values()) {
      pending.votes.clear();
      this.#send(pending);
    }
  }

  #begin(index: bigint): PendingRead {
    const { nowUs, config } = this.#context;
    const pending: PendingRead = {
      index,
      readers: new Set(),
      votes: new Map(),
      silence: new Deadline(() => this.#again(pending)),
      pause: new Deadline(() => this.#send(pending)),
      expiry: new Deadline(() => {
        this.#fail(pending, pending.refusals > 0 ? "LOG-NOT-COMMITTED" : "LOG-TIMEOUT");
      }),
      attempt: firstAttempt(index, config.replicas),
      sentUs: nowUs,
      unanswered: 0,
      refusals: 0,
      nextFillUs: nowUs + config.fillAfterUs,
      checksBounds: false,
    };
    this.#reads.set(index, pending);
    return pending;
  }

  #send(pending: PendingRead): void {
    const { agenda, nowUs, trips } = this.#context;
    pending.sentUs = nowUs;
    this.#context.send("read", { ...indexFields(pending.index), count: pending.attempt });
    agenda.cancel(pending.pause);
    agenda.set(pending.silence, nowUs + trips.read.timeoutUs(pending.unanswered));
  }

  #sample(pending: PendingRead): void {
    if (pending.unanswered === 0) this.#context.trips.read.sample(this.#context.nowUs - pending.sentUs);
    pending.unanswered = 0;
  }

  /** No answer: perhaps the server is down, so the next one is asked. */
  #again(pending: PendingRead): void {
    this.#context.statistics.retries += 1;
    pending.unanswered += 1;
    this.#next(pending);
  }

  #next(pending: PendingRead): void {
    const { replicas } = this.#context.config;
    if (pending.attempt === readAll) {
      pending.votes.clear();
      pending.attempt = firstAttempt(pending.index, replicas);
    } else if (pending.votes.size + pending.unanswered >= replicas) {
      this.#askAll(pending);
      return;
    } else pending.attempt = (pending.attempt + 1) % replicas;
    this.#send(pending);
  }

  #askAll(pending: PendingRead): void {
    this.#context.statistics.majorityReads += 1;
    pending.attempt = readAll;
    pending.votes.clear();
    this.#send(pending);
  }

  #count(pending: PendingRead): void {
    const votes = [...pending.votes.values()];
    const { config, knownTail } = this.#context;
    const pack = electPack(votes, config.replicas);
    if (pack !== undefined) this.#finish(pending, pack);
    else if (votes.every((vote) => vote.pack === undefined) && pending.index > knownTail) {
      this.#checkBounds(pending);
    }
  }

  #wait(pending: PendingRead): void {
    const { agenda, nowUs, config, knownTail } = this.#context;
    pending.refusals += 1;
    if (pending.index > knownTail) this.#checkBounds(pending);
    else if (nowUs >= pending.nextFillUs) {
      this.#context.fill(pending.index);
      pending.nextFillUs = nowUs + config.fillAfterUs;
    }
    const backoffUs = Math.min(backoffMaxUs, backoffMinUs * 2 ** Math.min(pending.refusals, 10));
    agenda.cancel(pending.silence);
    agenda.set(pending.pause, nowUs + backoffUs);
  }

  /** Nobody may fill, or wait for, an index that was not handed out. */
  #checkBounds(pending: PendingRead): void {
    if (pending.checksBounds) return;
    pending.checksBounds = true;
    // Who begins to read after this question may know of a later tail than the one that answers it.
    const asking = [...pending.readers];
    this.#tails.ask({
      answered: (tail) => {
        pending.checksBounds = false;
        if (pending.index > tail && this.#reads.get(pending.index) === pending) this.#leave(pending, asking);
      },
      failed: () => {
        pending.checksBounds = false;
      },
    });
  }

  /** The index is out of bounds for some of its readers; the others go on. */
  #leave(pending: PendingRead, readers: readonly Reader[]): void {
    const leaving = readers.filter((reader) => pending.readers.delete(reader));
    if (pending.readers.size === 0) this.#forget(pending);
    for (const reader of leaving) reader.failed("LOG-OUT-OF-BOUNDS");
  }

  #finish(pending: PendingRead, pack: Pack): void {
    this.#forget(pending);
    for (const reader of pending.readers) reader.found(pack);
  }

  #fail(pending: PendingRead, code: LogErrorCode): void {
    this.#forget(pending);
    for (const reader of pending.readers) reader.failed(code);
  }

  #forget(pending: PendingRead): void {
    this.#reads.delete(pending.index);
    this.#context.agenda.cancel(pending.silence);
    this.#context.agenda.cancel(pending.pause);
    this.#context.agenda.cancel(pending.expiry);
  }
}

/** Which server is asked first: indices are spread over all of them. */
function firstAttempt(index: bigint, replicas: number): number {
  return Number(index % BigInt(replicas));
}
