import { assert } from "../../base/index.js";
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
import type { ObjectPlace } from "./session.js";
import { vivaceError } from "./vivace-error.js";

/** What a client runs on. */
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

interface Operation {
  readonly resolve: (value: Uint8Array | undefined) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A client of the key-value store. Operations on one object by one client change it in the order of the calls.
 *
 * Every operation may fail with a `CodedError`, see `VivaceErrorCode`.
 *
 * @example
 * await client.write(place, value);
 * const read = await client.read(place); // undefined when nothing was ever written
 */
export class VivaceClient {
  readonly #core: ClientCore;
  readonly #endpoint: VivaceEndpoint;
  readonly #options: VivaceClientOptions;
  readonly #alarm: Alarm;
  readonly #operations = new Map<number, Operation>();
  #lastOperation = 0;
  #isClosed = false;

  constructor(options: VivaceClientOptions) {
    this.#options = options;
    this.#core = new ClientCore(options.client, options.random, options.config, options.commands);
    this.#alarm = new Alarm(options.clock, options.timers, () =>
      this.#perform(this.#core.tick(this.#time())),
    );
    this.#endpoint = new VivaceEndpoint(options.transport, options.host, options.classes);
    this.#endpoint.onMessage((message) => {
      if (!this.#isClosed) this.#perform(this.#core.step(message, this.#time()));
    });
  }

  /** How many frames arrived that are no Vivace messages to this client. */
  get refusedFrames(): number {
    return this.#endpoint.refusedFrames;
  }

  /** The value of an RW object; undefined when it was never written. */
  read(place: ObjectPlace): Promise<Uint8Array | undefined> {
    return this.#begin((number) => this.#core.read(number, place, this.#time()));
  }

  /** Stores a value of at most 8,192 bytes in an RW object. The value must not change until then. */
  async write(place: ObjectPlace, value: Uint8Array): Promise<void> {
    await this.#begin((number) => this.#core.write(number, place, value, this.#time()));
  }

  /** Runs a command on an RMW object and gives its result; its effect happens once. */
  async execute(place: ObjectPlace, name: string, argument: Uint8Array): Promise<Uint8Array> {
    const result = await this.#begin((number) =>
      this.#core.execute(number, place, { name, argument }, this.#time()),
    );
    assert(result !== undefined, "a command has a result");
    return result;
  }

  /** Fails everything under way with VIVACE-CLOSED and sends nothing more. The transport stays open. */
  close(): void {
    this.#isClosed = true;
    this.#alarm.stop();
    for (const { reject } of this.#operations.values()) reject(vivaceError("VIVACE-CLOSED", "client"));
    this.#operations.clear();
  }

  #time(): ClientTime {
    return { nowUs: this.#options.clock.nowUs(), clockUs: this.#options.timestampClock.nowUs() };
  }

  #begin(start: (number: number) => readonly ClientEffect[]): Promise<Uint8Array | undefined> {
    if (this.#isClosed) return Promise.reject(vivaceError("VIVACE-CLOSED", "client"));
    this.#lastOperation += 1;
    const number = this.#lastOperation;
    return new Promise((resolve, reject) => {
      this.#operations.set(number, { resolve, reject });
      this.#perform(start(number));
    });
  }

  #perform(effects: readonly ClientEffect[]): void {
    for (const effect of effects) {
      if (effect.kind === "send") this.#endpoint.send(effect.message);
      else this.#settle(effect);
    }
    this.#alarm.set(this.#core.nextDeadlineUs());
  }

  #settle(effect: Exclude<ClientEffect, { kind: "send" }>): void {
    const operation = this.#operations.get(effect.operation);
    this.#operations.delete(effect.operation);
    if (effect.kind === "failed") operation?.reject(effect.error);
    else operation?.resolve(effect.value);
  }
}
