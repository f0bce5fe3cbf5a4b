import { recycle, serialAdd } from "../base/index.js";
import { indexFields, indexOf, type RingWorldHeader, ringworldCode } from "../wire/index.js";
import { Deadline } from "./agenda.js";
import { AppendQueue } from "./append-queue.js";
import type { ClientContext } from "./client-context.js";
import type { LogErrorCode } from "./log-error.js";
import { type CalledAppend, type PendingPack, pendingPack } from "./pending-pack.js";
import type { ReadDesk, Reader } from "./read-desk.js";
import type { TicketDesk, TicketHolder } from "./ticket-desk.js";
import { Window } from "./window.js";

const windowMin = 16;
const busyBackoffMinUs = 500;
const busyBackoffMaxUs = 20_000;

/**
 * Brings values into the log: packs them, gets an index for each pack, sends it to the index's leader, and again until
 * it is committed.
 */
export class AppendDesk {
  readonly #context: ClientContext;
  readonly #tickets: TicketDesk;
  readonly #reads: ReadDesk;
  readonly #window: Window;
  readonly #waiting: AppendQueue;
  /** Appends that have not ended, the oldest first. */
  readonly #appends = new Set<CalledAppend>();
  /** When the oldest of them fails; one that is too early only looks. */
  readonly #expiry = new Deadline(() => this.#expire());
  readonly #packs = new Map<number, PendingPack>();
  /** Packs that need another index. */
  readonly #queue = new Set<PendingPack>();
  /** Indices that hold a window up and are being seen to. */
  readonly #holes = new Set<bigint>();
  #lastRequest = 0;

  constructor(context: ClientContext, tickets: TicketDesk, reads: ReadDesk) {
    this.#context = context;
    this.#tickets = tickets;
    this.#reads = reads;
    this.#window = new Window(windowMin, context.config.appendsMax);
    this.#waiting = new AppendQueue(context.config);
  }

  /** Appends that have not ended. */
  get pending(): number {
    return this.#appends.size;
  }

  /** How many packs may be under way at once at present. */
  get window(): number {
    return this.#window.size;
  }

  append(operation: number, values: readonly Uint8Array[], stream: number): void {
    const { agenda, nowUs, config } = this.#context;
    const append = { operation, stream, values, startedUs: nowUs, pack: undefined, place: 0, isOver: false };
    if (this.#appends.size === 0) agenda.set(this.#expiry, nowUs + config.timeoutUs);
    this.#appends.add(append);
    this.#waiting.add(append);
  }

  /** Starts as many packs as the window allows. */
  pump(): void {
    for (;;) {
      const { mode, ticketsMax } = this.#context.config;
      const free = this.#window.size - (this.#packs.size - this.#queue.size);
      if (mode === "ticket" && !this.#tickets.isReady) return;
      const packs = this.#take(mode === "ticket" ? Math.min(free, ticketsMax) : free);
      if (packs.length === 0) return;
      if (mode === "ticket") this.#askForTickets(packs);
      else for (const pack of packs) this.#sendAppend(pack);
    }
  }

  /** Handles `committed`. */
  committed(header: RingWorldHeader): void {
    const pack = this.#named(header);
    if (pack !== undefined) this.#finish(pack, indexOf(header));
  }

  /** Handles a refusal. */
  refused(header: RingWorldHeader): void {
    const pack = this.#named(header);
    if (pack === undefined) return;
    const index = indexOf(header);
    // Only the switch gives a pack its index in this mode; a late refusal of an earlier index gives none, and an
    // index of an older view means nothing in this one.
    const isPlacing = pack.phase === "placing" && this.#context.config.mode === "recirculate";
    const isOfThisView = header.code !== ringworldCode.view && header.view === this.#context.view;
    if (isPlacing && isOfThisView && index !== 0n) this.#place(pack, index, header.view);
    if (index === 0n || pack.index === index) this.#handle(pack, header);
  }

  /** A new view has begun: what was sent in the old one is seen to at once, without waiting for an answer. */
  beginView(): void {
    const { view } = this.#context;
    for (const pack of [...this.#packs.values()]) {
      if (pack.phase === "writing") this.#decide(pack, view);
      else if (pack.phase === "placing" && this.#context.config.mode === "recirculate")
        this.#sendAppend(pack);
    }
  }

  /** Ends every append without knowing its outcome. */
  failAll(code: LogErrorCode): void {
    for (const append of [...this.#appends]) this.#giveUp(append, code);
  }

  /** The pack that a message is about. */
  #named(header: RingWorldHeader): PendingPack | undefined {
    const pack = header.client === this.#context.client ? this.#packs.get(header.request) : undefined;
    return pack?.tag === header.tag ? pack : undefined;
  }

  #handle(pack: PendingPack, header: RingWorldHeader): void {
    switch (header.code) {
      case ringworldCode.busy:
        this.#backOff(pack, header.sequence);
        break;
      case ringworldCode.past:
      case ringworldCode.conflict:
        this.#decide(pack, undefined);
        break;
      case ringworldCode.view:
        this.#refusedByView(pack);
        break;
      case ringworldCode.tooLarge:
        this.#fail(pack, "LOG-TOO-LARGE");
        break;
      case ringworldCode.notServed:
        pack.refusal = "LOG-NOT-SERVED";
        break;
    }
  }

  /** At most so many packs that may go now. */
  #take(count: number): PendingPack[] {
    const taken: PendingPack[] = [];
    while (taken.length < count) {
      const [again] = this.#queue;
      const pack = again ?? this.#nextPack();
      if (pack === undefined) break;
      this.#queue.delete(pack);
      pack.phase = "placing";
      pack.attempt = 0;
      taken.push(pack);
    }
    return taken;
  }

  #nextPack(): PendingPack | undefined {
    const appends = this.#waiting.next();
    if (appends === undefined) return undefined;
    this.#lastRequest = serialAdd(this.#lastRequest, 1);
    const { client, nowUs } = this.#context;
    const name = { client, request: this.#lastRequest };
    const pack = pendingPack(name, appends, nowUs, () => this.#again(pack));
    this.#packs.set(pack.request, pack);
    return pack;
  }

  #sendAppend(pack: PendingPack): void {
    this.#transmit(pack, "append", {});
  }

  #sendWrite(pack: PendingPack): void {
    this.#transmit(pack, "write", { ...indexFields(pack.index), view: pack.view });
  }

  #transmit(pack: PendingPack, kind: "append" | "write", fields: Partial<RingWorldHeader>): void {
    const { agenda, nowUs, trips } = this.#context;
    const { request, tag, stream, entries, payload } = pack;
    pack.sentUs = nowUs;
    this.#context.send(kind, { ...fields, request, tag, stream, entries }, payload);
    agenda.set(pack.retry, nowUs + trips.commit.timeoutUs(pack.attempt));
  }

  #askForTickets(packs: readonly PendingPack[]): void {
    const isWaiting = (pack: PendingPack) => pack.phase === "placing" && this.#packs.has(pack.request);
    const holder: TicketHolder = {
      placed: (first, view) => {
        this.#context.learnTail(first + BigInt(packs.length - 1));
        for (const [offset, pack] of packs.entries()) {
          const index = first + BigInt(offset);
          if (isWaiting(pack)) this.#write(pack, index, view);
          else this.#context.fill(index);
        }
      },
      lost: () => {
        for (const pack of packs) if (isWaiting(pack)) this.#queueAgain(pack);
      },
      isWaiting: () => packs.some(isWaiting),
    };
    this.#tickets.request(packs.length, holder);
  }

  #place(pack: PendingPack, index: bigint, view: number): void {
    pack.phase = "writing";
    pack.index = index;
    pack.view = view;
    pack.attempt = 0;
    pack.busySinceUs = undefined;
    this.#context.learnTail(index);
  }

  #write(pack: PendingPack, index: bigint, view: number): void {
    this.#place(pack, index, view);
    this.#sendWrite(pack);
  }

  #again(pack: PendingPack): void {
    if (pack.busySinceUs === undefined) {
      pack.attempt += 1;
      this.#context.statistics.retries += 1;
    }
    if (pack.phase === "placing") this.#sendAppend(pack);
    else if (pack.phase === "writing") this.#sendWrite(pack);
  }

  /** Outside the leader's window: keep the index, and after a while help what holds the window up. */
  #backOff(pack: PendingPack, cursor: number): void {
    if (pack.phase !== "writing") return;
    const { agenda, nowUs, config, statistics } = this.#context;
    statistics.busy += 1;
    this.#window.cut();
    pack.busySinceUs ??= nowUs;
    const busyUs = nowUs - pack.busySinceUs;
    if (busyUs >= config.fillAfterUs) this.#freeWindow(pack.index, cursor);
    const backoffUs = Math.min(busyBackoffMaxUs, Math.max(busyBackoffMinUs, busyUs));
    agenda.set(pack.retry, nowUs + backoffUs);
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
   * A refusal does not say whether an earlier copy of the pack stands at the index: reading it does. After the end
   * of a view an index that is not committed in the new one is given up: the old entry will never be.
   */
  #decide(pack: PendingPack, glancesFrom: number | undefined): void {
    if (pack.phase === "placing") this.#queueAgain(pack);
    if (pack.phase !== "writing") return;
    pack.phase = "deciding";
    this.#context.agenda.cancel(pack.retry);
    const isDeciding = () => pack.phase === "deciding" && this.#packs.has(pack.request);
    const reader: Reader = {
      glancesFrom,
      found: ({ client, request, junk, index }) => {
        if (!isDeciding()) return;
        const own = client === this.#context.client && request === pack.request && !junk;
        if (own) this.#finish(pack, index);
        else this.#replace(pack);
      },
      failed: () => {
        if (isDeciding()) this.#replace(pack);
      },
    };
    this.#reads.read(pack.index, reader);
  }

  /** A leader that is behind refuses what comes from a newer view, too: then the index waits for it. */
  #refusedByView(pack: PendingPack): void {
    const { view } = this.#context;
    if (pack.phase === "placing" || pack.view !== view) this.#decide(pack, view);
  }

  #replace(pack: PendingPack): void {
    this.#context.statistics.replaced += 1;
    this.#queueAgain(pack);
  }

  #queueAgain(pack: PendingPack): void {
    pack.phase = "queued";
    pack.attempt = 0;
    pack.busySinceUs = undefined;
    this.#context.agenda.cancel(pack.retry);
    this.#queue.add(pack);
  }

  #finish(pack: PendingPack, index: bigint): void {
    const { nowUs, trips, statistics } = this.#context;
    if (pack.attempt === 0 && pack.busySinceUs === undefined && pack.phase !== "deciding") {
      trips.commit.sample(nowUs - pack.sentUs);
    }
    statistics.packs += 1;
    this.#window.grow();
    this.#context.learnTail(index);
    this.#forget(pack);
    for (const append of pack.appends) if (!append.isOver) this.#appended(append, index);
    // One value alone is its own payload, and its caller's.
    if (pack.entries > 0) recycle(pack.payload);
  }

  #appended(append: CalledAppend, index: bigint): void {
    const { operation, place, startedUs } = append;
    this.#context.statistics.appendLatencyUs.record(this.#context.nowUs - startedUs);
    this.#leave(append);
    this.#context.settle({ kind: "appended", operation, index, place });
  }

  #fail(pack: PendingPack, code: LogErrorCode): void {
    for (const append of pack.appends) if (!append.isOver) this.#giveUp(append, code);
  }

  #expire(): void {
    const { agenda, nowUs, config } = this.#context;
    for (const append of this.#appends) {
      const expiresUs = append.startedUs + config.timeoutUs;
      if (expiresUs > nowUs) {
        agenda.set(this.#expiry, expiresUs);
        return;
      }
      this.#giveUp(append, append.pack?.refusal ?? "LOG-TIMEOUT");
    }
  }

  /** The caller hears no more of it; what it was packed with goes on, and with it the values themselves. */
  #giveUp(append: CalledAppend, code: LogErrorCode): void {
    const { pack, operation, values } = append;
    append.isOver = true;
    this.#leave(append);
    if (pack === undefined) this.#waiting.remove(append);
    else {
      pack.callers -= 1;
      if (pack.callers === 0) this.#forget(pack);
    }
    const bytes = values.reduce((sum, value) => sum + value.length, 0);
    this.#context.fail(operation, code, `append of ${bytes} bytes`);
  }

  #leave(append: CalledAppend): void {
    this.#appends.delete(append);
    if (this.#appends.size === 0) this.#context.agenda.cancel(this.#expiry);
  }

  #forget(pack: PendingPack): void {
    this.#packs.delete(pack.request);
    this.#queue.delete(pack);
    this.#waiting.ended(pack.stream);
    this.#context.agenda.cancel(pack.retry);
  }
}
