import { assert, type CodedError, type Random, randomUint64, serialAdd } from "../base/index.js";
import { indexFields, type RingWorldHeader, type RingWorldKindName } from "../wire/index.js";
import { Agenda } from "./agenda.js";
import type { ClientConfig } from "./client-config.js";
import { ClientStatistics } from "./client-statistics.js";
import type { HostIdentity } from "./endpoint.js";
import { type LogErrorCode, logError } from "./log-error.js";
import { type OutgoingMessage, outgoing } from "./message.js";
import { viewDistance } from "./newest-view.js";
import type { Pack } from "./pack.js";
import { RoundTrip } from "./round-trip.js";

/** What a client core wants done: a message sent, or the caller told how an operation ended. */
export type ClientEffect =
  | { readonly kind: "send"; readonly message: OutgoingMessage }
  | { readonly kind: "appended"; readonly operation: number; readonly index: bigint; readonly place: number }
  | { readonly kind: "pack"; readonly operation: number; readonly pack: Pack }
  | { readonly kind: "tail"; readonly operation: number; readonly index: bigint }
  | { readonly kind: "trimmed"; readonly operation: number; readonly index: bigint }
  | { readonly kind: "failed"; readonly operation: number; readonly error: CodedError };

/** What the parts of a client core share: who it is, what time it is, the view, and what is to be done. */
export class ClientContext {
  readonly config: ClientConfig;
  readonly host: HostIdentity;
  readonly client: bigint;
  readonly agenda = new Agenda();
  readonly statistics = new ClientStatistics();
  /** Waits for a grant, a release, a commit, an answer to a read, and a confirmed tail. */
  readonly trips: Readonly<Record<"grant" | "lap" | "commit" | "read" | "confirm", RoundTrip>>;
  /** The time of the call that is being handled. */
  nowUs = 0;
  #view: number;
  #effects: ClientEffect[] = [];
  #questions = 0;
  #knownTail = 0n;
  #trimmedBelow = 0n;

  constructor(host: HostIdentity, random: Random, config: ClientConfig) {
    this.host = host;
    this.config = config;
    this.client = randomUint64(random);
    this.#view = config.view;
    const limits = {
      initialUs: config.retryInitialUs,
      minUs: config.retryMinUs,
      maxUs: config.retryMaxUs,
    };
    this.trips = {
      grant: new RoundTrip(limits),
      lap: new RoundTrip(limits),
      commit: new RoundTrip(limits),
      read: new RoundTrip(limits),
      confirm: new RoundTrip(limits),
    };
  }

  get view(): number {
    return this.#view;
  }

  /** The largest index that is known to be handed out in this view or before it. */
  get knownTail(): bigint {
    return this.#knownTail;
  }

  /** An index is known to be handed out. */
  learnTail(index: bigint): void {
    if (index > this.#knownTail) this.#knownTail = index;
  }

  /** Every index below this one is trimmed, as far as this client was told. */
  get trimmedBelow(): bigint {
    return this.#trimmedBelow;
  }

  /** Everything below an index was trimmed: it stays so for this client, whatever a server that is behind would say. */
  learnTrim(bound: bigint): void {
    if (bound > this.#trimmedBelow) this.#trimmedBelow = bound;
  }

  /** Adopts a view if it is newer; says whether it was. */
  learnView(view: number): boolean {
    if (viewDistance(this.#view, view) <= 0) return false;
    this.#view = view;
    // Indices that the old view handed out, and nobody wrote, are handed out once more.
    this.#knownTail = 0n;
    return true;
  }

  /** A number for a question to the sequencer; unlike the numbers of appends it means nothing in the log. */
  nextQuestion(): number {
    this.#questions = serialAdd(this.#questions, 1);
    return this.#questions;
  }

  /** Sends a message to the host's own switch, which passes on what another switch leads. */
  send(kind: RingWorldKindName, fields: Partial<RingWorldHeader>, payload?: Uint8Array): void {
    const { address, switchAddress } = this.host;
    const addressed = { view: this.#view, client: this.client, reply_to: address, ...fields };
    this.#effects.push({ kind: "send", message: outgoing(switchAddress, kind, addressed, payload) });
  }

  /** Asks the leader to fill an index with junk; a value that a log server holds can still win. */
  fill(index: bigint): void {
    this.statistics.fills += 1;
    this.send("fill", { ...indexFields(index), client: 0n });
  }

  settle(effect: Exclude<ClientEffect, { kind: "send" }>): void {
    this.#effects.push(effect);
  }

  fail(operation: number, code: LogErrorCode, what: string): void {
    this.statistics.failures += 1;
    this.settle({ kind: "failed", operation, error: logError(code, what) });
  }

  /** Takes out what has gathered since the last time. */
  takeEffects(): readonly ClientEffect[] {
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }

  /** Sets the time; it never goes back. */
  setNow(nowUs: number): void {
    assert(nowUs >= this.nowUs, "the clock of a client went back");
    this.nowUs = nowUs;
  }
}
