import type { Cancel, Transport } from "../../io/index.js";
import { type ClientCore, type ClientEffect, Endpoint, type HostIdentity } from "../../ringworld/index.js";
import type { Life } from "../kernel/node.js";

/** How an operation ended. */
export type ClientOutcome = Exclude<ClientEffect, { kind: "send" }>;

/**
 * Runs a client core for one life of a node. Like `LogClient`, but it calls back instead of keeping promises, so that
 * an operation ends in the very event that ends it.
 */
export class SimClient {
  readonly #life: Life;
  readonly #core: ClientCore;
  readonly #endpoint: Endpoint;
  readonly #waiting = new Map<number, (outcome: ClientOutcome) => void>();
  #lastOperation = 0;
  #alarm: { readonly atUs: number; readonly cancel: Cancel } | undefined;

  constructor(life: Life, transport: Transport, host: HostIdentity, core: ClientCore) {
    this.#life = life;
    this.#core = core;
    this.#endpoint = new Endpoint(transport, host);
    this.#endpoint.onMessage((message) => this.#perform(this.#core.step(message, this.#nowUs())));
  }

  /** The number of this life of the client. */
  get client(): bigint {
    return this.#core.client;
  }

  append(values: readonly Uint8Array[], stream: number, ended: (outcome: ClientOutcome) => void): void {
    this.#begin(ended, (id) => this.#core.appendTogether(id, values, stream, this.#nowUs()));
  }

  read(index: bigint, ended: (outcome: ClientOutcome) => void): void {
    this.#begin(ended, (id) => this.#core.read(id, index, this.#nowUs()));
  }

  /** Reads an index as a subscriber of a stream. */
  readAsSubscriber(index: bigint, stream: number, ended: (outcome: ClientOutcome) => void): void {
    this.#begin(ended, (id) => this.#core.read(id, index, this.#nowUs(), stream));
  }

  tail(ended: (outcome: ClientOutcome) => void): void {
    this.#begin(ended, (id) => this.#core.tail(id, this.#nowUs()));
  }

  trim(index: bigint, ended: (outcome: ClientOutcome) => void): void {
    this.#begin(ended, (id) => this.#core.trim(id, index, this.#nowUs()));
  }

  #nowUs(): number {
    return this.#life.clock.nowUs();
  }

  #begin(ended: (outcome: ClientOutcome) => void, start: (id: number) => readonly ClientEffect[]): void {
    this.#lastOperation += 1;
    this.#waiting.set(this.#lastOperation, ended);
    this.#perform(start(this.#lastOperation));
  }

  #perform(effects: readonly ClientEffect[]): void {
    for (const effect of effects) {
      if (effect.kind === "send") this.#endpoint.send(effect.message);
      else this.#settle(effect);
    }
    this.#setAlarm();
  }

  #settle(outcome: ClientOutcome): void {
    const ended = this.#waiting.get(outcome.operation);
    this.#waiting.delete(outcome.operation);
    ended?.(outcome);
  }

  /** Keeps one timer, for the core's next deadline. */
  #setAlarm(): void {
    const nextUs = this.#core.nextDeadlineUs();
    if (nextUs === undefined || (this.#alarm !== undefined && this.#alarm.atUs <= nextUs)) return;
    this.#alarm?.cancel();
    const cancel = this.#life.timers.schedule(Math.max(0, nextUs - this.#nowUs()), () => {
      this.#alarm = undefined;
      this.#perform(this.#core.tick(this.#nowUs()));
    });
    this.#alarm = { atUs: nextUs, cancel };
  }
}
