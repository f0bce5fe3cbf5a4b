import type { RingWorldHeader } from "../wire/index.js";
import { Deadline } from "./agenda.js";
import type { ClientContext } from "./client-context.js";
import { firstIndex, type Release, type Releases } from "./releases.js";

/** Who asked for tickets. */
export interface TicketHolder {
  /** The tickets are worth indices from `first` on, in `view`. */
  placed(first: bigint, view: number): void;
  /** The tickets are worth nothing any more. */
  lost(): void;
  /** False when all that wanted an index have given up. */
  isWaiting(): boolean;
}

interface TicketRequest {
  readonly question: number;
  readonly count: number;
  readonly view: number;
  readonly holder: TicketHolder;
  readonly retry: Deadline;
  grant: { readonly epoch: number; readonly ticket: number } | undefined;
  attempt: number;
  askedUs: number;
}

/** Tickets that nobody wants: a request was granted twice, or given up. Their indices are filled with junk. */
interface Orphans {
  readonly epoch: number;
  readonly ticket: number;
  readonly count: number;
}

const ungrantedMax = 2;
const orphansMax = 1024;
const usedMax = 4096;

/**
 * Turns requests for indices into indices: ticket → grant → release (docs/PROTOCOL.md, Sequencing).
 *
 * An index may only go to an append that had begun when its tickets were asked for: otherwise it could stand before an
 * append that had already completed. That is why a request names its holder when it is sent, and why tickets of a
 * second grant are filled with junk instead of being used.
 */
export class TicketDesk {
  readonly #context: ClientContext;
  readonly #releases: Releases;
  readonly #requests = new Map<number, TicketRequest>();
  /** First tickets of the newest grants that were used, to know a second copy of a grant from a second grant. */
  readonly #used = new Set<number>();
  #orphans: Orphans[] = [];
  #ungranted = 0;

  constructor(context: ClientContext, releases: Releases) {
    this.#context = context;
    this.#releases = releases;
  }

  /** False while enough requests wait for their grant: what comes meanwhile shares the next request. */
  get isReady(): boolean {
    return this.#ungranted < ungrantedMax;
  }

  /** Asks for `count` tickets. */
  request(count: number, holder: TicketHolder): void {
    const context = this.#context;
    const request: TicketRequest = {
      question: context.nextQuestion(),
      count,
      view: context.view,
      holder,
      retry: new Deadline(() => this.#again(request)),
      grant: undefined,
      attempt: 0,
      askedUs: context.nowUs,
    };
    this.#requests.set(request.question, request);
    this.#ungranted += 1;
    this.#ask(request);
  }

  /** Handles a `grant` of tickets. */
  granted(header: RingWorldHeader): void {
    const { epoch, ticket, count } = header;
    const request = this.#requests.get(header.request);
    if (this.#used.has(ticket)) return;
    if (request === undefined || request.grant !== undefined || request.count !== count) {
      this.#orphan({ epoch, ticket, count });
      return;
    }
    this.#use(ticket);
    if (request.attempt === 0) this.#context.trips.grant.sample(this.#context.nowUs - request.askedUs);
    request.grant = { epoch, ticket };
    request.attempt = 0;
    request.askedUs = this.#context.nowUs;
    this.#ungranted -= 1;
    const release = this.#releases.of(epoch);
    if (release === undefined) this.#awaitRelease(request);
    else this.#redeem(request, ticket, release);
  }

  /** Handles a release: everything that waits for its epoch gets its indices. */
  released(release: Release): void {
    for (const request of [...this.#requests.values()]) {
      if (request.grant?.epoch !== release.epoch) continue;
      if (request.attempt === 0) this.#context.trips.lap.sample(this.#context.nowUs - request.askedUs);
      this.#redeem(request, request.grant.ticket, release);
    }
    const due = this.#orphans.filter(({ epoch }) => epoch === release.epoch);
    if (due.length === 0) return;
    this.#orphans = this.#orphans.filter(({ epoch }) => epoch !== release.epoch);
    for (const orphans of due) this.#fill(orphans, release);
  }

  /** The switch has forgotten the epoch of a request. */
  forgotten(question: number): void {
    const request = this.#requests.get(question);
    if (request?.grant !== undefined) this.#lose(request);
  }

  /** A new view has begun: tickets of the old one are worth nothing. */
  abandonAll(): void {
    this.#orphans = [];
    this.#used.clear();
    for (const request of [...this.#requests.values()]) this.#lose(request);
  }

  #ask(request: TicketRequest): void {
    const { statistics, trips, agenda, nowUs } = this.#context;
    statistics.ticketRequests += 1;
    this.#context.send("ticket", { count: request.count, request: request.question });
    agenda.set(request.retry, nowUs + trips.grant.timeoutUs(request.attempt));
  }

  #use(ticket: number): void {
    this.#used.add(ticket);
    for (const oldest of this.#used) {
      if (this.#used.size <= usedMax) break;
      this.#used.delete(oldest);
    }
  }

  #awaitRelease(request: TicketRequest): void {
    const { trips, agenda, nowUs } = this.#context;
    agenda.set(request.retry, nowUs + trips.lap.timeoutUs(request.attempt));
  }

  #again(request: TicketRequest): void {
    if (!request.holder.isWaiting()) {
      this.#forget(request);
      return;
    }
    request.attempt += 1;
    this.#context.statistics.retries += 1;
    if (request.grant === undefined) {
      this.#ask(request);
      return;
    }
    this.#context.statistics.releaseQueries += 1;
    this.#context.send("releaseQuery", { ...request.grant, count: request.count, request: request.question });
    this.#awaitRelease(request);
  }

  #redeem(request: TicketRequest, ticket: number, release: Release): void {
    const first = firstIndex(release, ticket, request.count);
    if (first === undefined) {
      this.#lose(request);
      return;
    }
    this.#forget(request);
    request.holder.placed(first, request.view);
  }

  #lose(request: TicketRequest): void {
    this.#forget(request);
    request.holder.lost();
  }

  #forget(request: TicketRequest): void {
    if (request.grant === undefined) this.#ungranted -= 1;
    this.#requests.delete(request.question);
    this.#context.agenda.cancel(request.retry);
  }

  #orphan(orphans: Orphans): void {
    this.#use(orphans.ticket);
    const release = this.#releases.of(orphans.epoch);
    if (release !== undefined) this.#fill(orphans, release);
    else if (this.#orphans.length < orphansMax) this.#orphans.push(orphans);
  }

  #fill(orphans: Orphans, release: Release): void {
    const first = firstIndex(release, orphans.ticket, orphans.count);
    if (first === undefined) return;
    for (let offset = 0; offset < orphans.count; offset += 1) this.#context.fill(first + BigInt(offset));
  }
}
