import { type CodedError, type Random, randomFraction } from "../../base/index.js";
import {
  Deadlines,
  type Forget,
  type IncomingMessage,
  Latencies,
  type OutgoingMessage,
  TimestampSource,
} from "../protocol/index.js";
import type { ClientConfig } from "./client-config.js";
import { Delegates } from "./delegates.js";
import { Exchange, type ExchangePlan, type ExchangeSurroundings, exchangeName } from "./exchange.js";

/** What a client core wants done: a message sent, or the caller told how an operation ended. */
export type ClientEffect =
  | { readonly kind: "send"; readonly message: OutgoingMessage }
  | { readonly kind: "done"; readonly operation: number; readonly value: Uint8Array | undefined }
  | { readonly kind: "failed"; readonly operation: number; readonly error: CodedError };

/** What time it is: on the client's own clock, and on the one that timestamps are made of. */
export interface ClientTime {
  /** Microseconds of a monotonic clock with any zero. */
  readonly nowUs: number;
  /** Microseconds of a clock that all clients share as well as they can, for example since 1970. */
  readonly clockUs: number;
}

/** What the operations of a client share: its number, the time, exchanges under way, and what is to be done. */
export class ClientContext {
  readonly config: ClientConfig;
  readonly random: Random;
  readonly deadlines = new Deadlines();
  readonly latencies: Latencies;
  readonly delegates: Delegates;
  readonly #timestamps: TimestampSource;
  readonly #exchanges = new Map<string, Set<Exchange>>();
  readonly #surroundings: ExchangeSurroundings;
  #time: ClientTime = { nowUs: 0, clockUs: 0 };
  #effects: ClientEffect[] = [];

  constructor(client: number, random: Random, config: ClientConfig) {
    this.config = config;
    this.random = random;
    this.latencies = new Latencies(config.retry);
    this.delegates = new Delegates(config.delegates);
    this.#timestamps = new TimestampSource(client);
    this.#surroundings = {
      nowUs: () => this.nowUs,
      send: (message) => this.#effects.push({ kind: "send", message }),
      timeoutUs: (end, kind, attempt) => this.#spread(this.latencies.timeoutUs(end, kind, attempt)),
      sample: (end, kind, elapsedUs) => this.latencies.sample(end, kind, elapsedUs),
      alarm: (atUs, run) => this.deadlines.set(atUs, run),
      ended: (exchange) => this.#forget(exchange),
    };
  }

  get nowUs(): number {
    return this.#time.nowUs;
  }

  setTime(time: ClientTime): void {
    this.#time = time;
  }

  newTimestamp(): bigint | undefined {
    return this.#timestamps.next(this.#time.clockUs);
  }

  alarm(delayUs: number, run: () => void): Forget {
    return this.deadlines.set(this.nowUs + delayUs, run);
  }

  begin(plan: ExchangePlan): Exchange {
    const exchange = new Exchange(plan, this.#surroundings);
    const alike = this.#exchanges.get(exchange.name) ?? new Set();
    this.#exchanges.set(exchange.name, alike.add(exchange));
    exchange.start();
    return exchange;
  }

  /** Gives a reply to the exchanges that it belongs to. */
  take({ source, message }: IncomingMessage): void {
    this.#timestamps.observe(message.timestamp);
    const name = exchangeName(message.kind, message.request);
    const alike = this.#exchanges.get(name);
    if (alike === undefined) return;
    for (const exchange of [...alike]) exchange.take({ source, message });
  }

  settle(effect: Exclude<ClientEffect, { kind: "send" }>): void {
    this.#effects.push(effect);
  }

  /** Takes out what has gathered since the last time. */
  takeEffects(): readonly ClientEffect[] {
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }

  /** Requests that were sent at once, and dropped at once by a full queue, are not all sent at once again. */
  #spread(waitUs: number): number {
    const { retrySpread } = this.config;
    return retrySpread === 0 ? waitUs : waitUs * (1 + retrySpread * randomFraction(this.random));
  }

  #forget(exchange: Exchange): void {
    const alike = this.#exchanges.get(exchange.name);
    alike?.delete(exchange);
    if (alike?.size === 0) this.#exchanges.delete(exchange.name);
  }
}
