import type { CodedError } from "../../base/index.js";
import type { Clock, Random, Timers, Transport } from "../../io/index.js";
import {
  Alarm,
  type Commands,
  type TrafficClasses,
  VivaceEndpoint,
  type VivaceHost,
} from "../protocol/index.js";
import type { ClientConfig } from "./client-config.js";
import type { ClientEffect, ClientTime } from "./client-context.js";
import { ClientCore } from "./client-core.js";

/** What a client, or a delegate, runs on. */
export interface VivaceClientOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  /** The clock of timestamps, shared by all clients as well as they can: for example microseconds since 1970. */
  readonly timestampClock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly host: VivaceHost;
  /** The client's number in timestamps, 0 … 65,535, no other client's; see `TimestampSource`. */
  readonly client: number;
  readonly config?: Partial<ClientConfig>;
  /** The commands that `execute` may name. */
  readonly commands?: Commands;
  readonly classes?: Partial<TrafficClasses>;
}

/** How an operation ended. */
export type Outcome =
  | { readonly kind: "done"; readonly value: Uint8Array | undefined }
  | { readonly kind: "failed"; readonly error: CodedError };

/** Begins an operation of a core under a number. */
export type StartOperation = (core: ClientCore, number: number, time: ClientTime) => readonly ClientEffect[];

/** Runs a client core on a real or simulated transport; operations end with a callback. */
export class ClientRunner {
  readonly #core: ClientCore;
  readonly #endpoint: VivaceEndpoint;
  readonly #options: VivaceClientOptions;
  readonly #alarm: Alarm;
  readonly #underWay = new Map<number, (outcome: Outcome) => void>();
  #lastNumber = 0;
  #isClosed = false;

  constructor(options: VivaceClientOptions) {
    const { client, random, config, commands, clock, timers } = options;
    this.#options = options;
    this.#core = new ClientCore(client, random, config, commands);
    this.#alarm = new Alarm(clock, timers, () => this.#perform(this.#core.tick(this.#time())));
    this.#endpoint = new VivaceEndpoint(options.transport, options.host, options.classes);
    this.#endpoint.onMessage((message) => {
      if (!this.#isClosed) this.#perform(this.#core.step(message, this.#time()));
    });
  }

  /** How many frames arrived that are no Vivace messages to this client. */
  get refusedFrames(): number {
    return this.#endpoint.refusedFrames;
  }

  /** Begins an operation; `ended` is called once, unless the runner is closed first. */
  begin(start: StartOperation, ended: (outcome: Outcome) => void): void {
    this.#lastNumber += 1;
    this.#underWay.set(this.#lastNumber, ended);
    this.#perform(start(this.#core, this.#lastNumber, this.#time()));
  }

  /** Sends nothing more and ends no operation any more. The transport stays open. */
  close(): void {
    this.#isClosed = true;
    this.#alarm.stop();
  }

  #time(): ClientTime {
    return { nowUs: this.#options.clock.nowUs(), clockUs: this.#options.timestampClock.nowUs() };
  }

  #perform(effects: readonly ClientEffect[]): void {
    for (const effect of effects) {
      if (effect.kind === "send") this.#endpoint.send(effect.message);
      else {
        const ended = this.#underWay.get(effect.operation);
        this.#underWay.delete(effect.operation);
        ended?.(effect);
      }
    }
    if (!this.#isClosed) this.#alarm.set(this.#core.nextDeadlineUs());
  }
}
