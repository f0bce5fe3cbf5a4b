import { serialAdd } from "../base/index.js";
import { indexFields, indexOf, type RingWorldHeader, ringworldCode } from "../wire/index.js";
import { Deadline } from "./agenda.js";
import type { ClientContext } from "./client-context.js";
import { entryTag } from "./entry.js";
import type { LogErrorCode } from "./log-error.js";
import type { ReadDesk, Reader } from "./read-desk.js";
import type { TicketDesk, TicketHolder } from "./ticket-desk.js";
import { Window } from "./window.js";

/**
 * Where an append stands: in the client's queue; waiting for an index; written to an index and waiting for the commit;
 * finding out what stands at its index, after a refusal that does not say.
 */
type Phase = "queued" | "placing" | "writing" | "deciding";

interface PendingAppend {
  readonly operation: number;
  readonly request: number;
  readonly stream: number;
  readonly value: Uint8Array;
  readonly tag: number;
  readonly startedUs: number;
  readonly retry: Deadline;
  readonly expiry: Deadline;
  phase: Phase;
  /** The index and the view in which it was given; used while writing and deciding. */
  index: bigint;
  view: number;
  attempt: number;
  sentUs: number;
  /** When a leader first refused the index as outside its window. */
  busySinceUs: number | undefined;
  /** The last refusal, which explains a failure better than the time-out does. */
  refusal: LogErrorCode | undefined;
}

const windowMin = 16;
const busyBackoffMinUs = 500;
const busyBackoffMaxUs = 20_000;

/** Brings values into the log: an index for each, the value to the index's leader, and again until it is committed. */
export class AppendDesk {
  readonly #context: ClientContext;
  readonly #tickets: TicketDesk;
  readonly #reads: ReadDesk;
  readonly #window: Window;
  readonly #pending = new Map<number, PendingAppend>();
  readonly #queue = new Set<PendingAppend>();
  /** Indices that hold a window up and are being seen to. */
  readonly #holes = new Set<bigint>();
  #lastRequest = 0;

  constructor(context: ClientContext, tickets: TicketDesk, reads: ReadDesk) {
    this.#context = context;
    this.#tickets = tickets;
    this.#reads = reads;
    this.#window = new Window(windowMin, context.config.appendsMax);
  }

  /** Appends that have not ended. */
  get pending(): number {
    return this.#pending.size;
  }

  /** How many appends may be under way at once at present. */
  get window(): number {
    return this.#window.size;
  }

  append(operation: number, value: Uint8Array, stream: number): void {
    const { agenda, nowUs, config, client } = this.#context;
    this.#lastRequest = serialAdd(this.#lastRequest, 1);
    const request = this.#lastRequest;
    const append: PendingAppend = {
      operation,
      request,
      stream,
      value,
      tag: entryTag(client, request, value),
      startedUs: nowUs,
      retry: new Deadline(() => this.#again(append)),
      expiry: new Deadline(() => this.#fail(append, append.refusal ?? "LOG-TIMEOUT")),
      phase: "queued",
      index: 0n,
      view: 0,
      attempt: 0,
      sentUs: nowUs,
      busySinceUs: undefined,
      refusal: undefined,
    };
    this.#pending.set(request, append);
    this.#queue.add(append);
    agenda.set(append.expiry, nowUs + config.timeoutUs);
  }

  /** Starts as many queued appends as the window allows. */
  pump(): void {
    for (;;) {
      const free = this.#window.size - (this.#pending.size - this.#queue.size);
      if (this.#queue.size === 0 || free <= 0) return;
      if (this.#context.config.mode === "recirculate") this.#sendAppends(this.#take(free));
      else if (this.#tickets.isReady)
        this.#askForTickets(this.#take(Math.min(free, this.#context.config.ticketsMax)));
      else return;
    }
  }

  /** Handles `committed`. */
  committed(header: RingWorldHeader): void {
    const append = this.#named(header);
    if (append !== undefined) this.#finish(append, indexOf(header));
  }

  /** Handles a refusal. */
  refused(header: RingWorldHeader): void {
    const append = this.#named(header);
    if (append === undefined) return;
    const index = indexOf(header);
    // Only the switch gives an append its index in this mode; a late refusal of an earlier index gives none, and an
    // index of an older view means nothing in this one.
    const isPlacing = append.phase === "placing" && this.#context.config.mode === "recirculate";
    const isOfThisView = header.code !== ringworldCode.view && header.view === this.#context.view;
    if (isPlacing && isOfThisView && index !== 0n) this.#place(append, index, header.view);
    if (index === 0n || append.index === index) this.#handle(append, header);
  }

  /** A new view has begun: what was sent in the old one is seen to at once, without waiting for an answer. */
  beginView(): void {
    const { view } = this.#context;
    for (const append of [...this.#pending.values()]) {
      if (append.phase === "writing") this.#decide(append, view);
      else if (append.phase === "placing" && this.#context.config.mode === "recirculate")
        this.#sendAppend(append);
    }
  }

  /** Ends every append without knowing its outcome. */
  failAll(code: LogErrorCode): void {
    for (const append of [...this.#pending.values()]) this.#fail(append, code);
  }

  /** The append that a message is about. */
  #named(header: RingWorldHeader): PendingAppend | undefined {
    const append = header.client === this.#context.client ? this.#pending.get(header.request) : undefined;
    return append?.tag === header.tag ? append : undefined;
  }

  #handle(append: PendingAppend, header: RingWorldHeader): void {
    switch (header.code) {
      case ringworldCode.busy:
        this.#backOff(append, header.sequence);
        break;
      case ringworldCode.past:
      case ringworldCode.conflict:
        this.#decide(append, undefined);
        break;
      case ringworldCode.view:
        this.#refusedByView(append);
        break;
      case ringworldCode.tooLarge:
        this.#fail(append, "LOG-TOO-LARGE");
        break;
      case ringworldCode.notServed:
        append.refusal = "LOG-NOT-SERVED";
        break;
    }
  }

  #take(count: number): PendingAppend[] {
    const taken: PendingAppend[] = [];
    for (const append of this.#queue) {
      if (taken.length === count) break;
      this.#queue.delete(append);
      append.phase = "placing";
      append.attempt = 0;
      taken.push(append);
    }
    return taken;
  }

  #sendAppends(appends: readonly PendingAppend[]): void {
    for (const append of appends) this.#sendAppend(append);
  }

  #sendAppend(append: PendingAppend): void {
    this.#transmit(append, "append", {});
  }

  #sendWrite(append: PendingAppend): void {
    this.#transmit(append, "write", { ...indexFields(append.index), view: append.view });
  }

  #transmit(append: PendingAppend, kind: "append" | "write", fields: Partial<RingWorldHeader>): void {
    const { agenda, nowUs, trips } = this.#context;
    const { request, tag, stream, value } = append;
    append.sentUs = nowUs;
    this.#context.send(kind, { ...fields, request, tag, stream }, value);
    agenda.set(append.retry, nowUs + trips.commit.timeoutUs(append.attempt));
  }

  #askForTickets(appends: readonly PendingAppend[]): void {
    const isWaiting = (append: PendingAppend) =>
      append.phase === "placing" && this.#pending.has(append.request);
    const holder: TicketHolder = {
      placed: (first, view) => {
        this.#context.learnTail(first + BigInt(appends.length - 1));
        for (const [offset, append] of appends.entries()) {
          const index = first + BigInt(offset);
          if (isWaiting(append)) this.#write(append, index, view);
          else this.#context.fill(index);
        }
      },
      lost: () => {
        for (const append of appends) if (isWaiting(append)) this.#queueAgain(append);
      },
      isWaiting: () => appends.some(isWaiting),
    };
    this.#tickets.request(appends.length, holder);
  }

  #place(append: PendingAppend, index: bigint, view: number): void {
    append.phase = "writing";
    append.index = index;
    append.view = view;
    append.attempt = 0;
    append.busySinceUs = undefined;
    this.#context.learnTail(index);
  }

  #write(append: PendingAppend, index: bigint, view: number): void {
    this.#place(append, index, view);
    this.#sendWrite(append);
  }

  #again(append: PendingAppend): void {
    if (append.busySinceUs === undefined) {
      append.attempt += 1;
      this.#context.statistics.retries += 1;
    }
    if (append.phase === "placing") this.#sendAppend(append);
    else if (append.phase === "writing") this.#sendWrite(append);
  }

  /** Outside the leader's window: keep the index, and after a while help what holds the window up. */
  #backOff(append: PendingAppend, cursor: number): void {
    if (append.phase !== "writing") return;
    const { agenda, nowUs, config, statistics } = this.#context;
    statistics.busy += 1;
    this.#window.cut();
    append.busySinceUs ??= nowUs;
    const busyUs = nowUs - append.busySinceUs;
    if (busyUs >= config.fillAfterUs) this.#freeWindow(append.index, cursor);
    const backoffUs = Math.min(busyBackoffMaxUs, Math.max(busyBackoffMinUs, busyUs));
    agenda.set(append.retry, nowUs + backoffUs);
  }

  /** Sees to the index that the lane's commit cursor (its low 32 bits) stands at. */
  #freeWindow(index: bigint, cursor: number): void {
    const stripeBits = BigInt(this.#context.config.stripeBits);
    const own = index >> stripeBits;
    const behind = serialAdd(Number(BigInt.asUintN(32, own)), -cursor);
    const stripe = BigInt.asUintN(Number(stripeBits), index);
    const hole = ((own - BigInt(behind)) << stripeBits) | stripe;
    if (hole <= 0n || this.#holes.has(hole)) return;
    this.#holes.add(hole);
    // A read has the index filled if it stands still. If it is committed, the advance over it was lost: a fill of a
    // committed index does nothing but start the advance again.
    const reader: Reader = {
      glancesFrom: undefined,
      found: () => {
        this.#holes.delete(hole);
        this.#context.fill(hole);
      },
      failed: () => this.#holes.delete(hole),
    };
    this.#reads.read(hole, reader);
  }

  /**
   * A refusal does not say whether an earlier copy of this value stands at the index: reading it does. After the end
   * of a view an index that is not committed in the new one is given up: the old entry will never be.
   */
  #decide(append: PendingAppend, glancesFrom: number | undefined): void {
    if (append.phase === "placing") this.#queueAgain(append);
    if (append.phase !== "writing") return;
    append.phase = "deciding";
    this.#context.agenda.cancel(append.retry);
    const isDeciding = () => append.phase === "deciding" && this.#pending.has(append.request);
    const reader: Reader = {
      glancesFrom,
      found: (entry) => {
        if (!isDeciding()) return;
        const own = entry.client === this.#context.client && entry.request === append.request && !entry.junk;
        if (own) this.#finish(append, entry.index);
        else this.#replace(append);
      },
      failed: () => {
        if (isDeciding()) this.#replace(append);
      },
    };
    this.#reads.read(append.index, reader);
  }

  /** A leader that is behind refuses what comes from a newer view, too: then the index waits for it. */
  #refusedByView(append: PendingAppend): void {
    const { view } = this.#context;
    if (append.phase === "placing" || append.view !== view) this.#decide(append, view);
  }

  #replace(append: PendingAppend): void {
    this.#context.statistics.replaced += 1;
    this.#queueAgain(append);
  }

  #queueAgain(append: PendingAppend): void {
    append.phase = "queued";
    append.attempt = 0;
    append.busySinceUs = undefined;
    this.#context.agenda.cancel(append.retry);
    this.#queue.add(append);
  }

  #finish(append: PendingAppend, index: bigint): void {
    const { nowUs, trips, statistics } = this.#context;
    if (append.attempt === 0 && append.busySinceUs === undefined && append.phase !== "deciding") {
      trips.commit.sample(nowUs - append.sentUs);
    }
    statistics.appendLatencyUs.record(nowUs - append.startedUs);
    this.#window.grow();
    this.#context.learnTail(index);
    this.#forget(append);
    this.#context.settle({ kind: "appended", operation: append.operation, index });
  }

  #fail(append: PendingAppend, code: LogErrorCode): void {
    this.#forget(append);
    this.#context.fail(
      append.operation,
      code,
      `append number ${append.request} of ${append.value.length} bytes`,
    );
  }

  #forget(append: PendingAppend): void {
    this.#pending.delete(append.request);
    this.#queue.delete(append);
    this.#context.agenda.cancel(append.retry);
    this.#context.agenda.cancel(append.expiry);
  }
}
