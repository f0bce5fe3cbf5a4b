import type { Random } from "../../base/index.js";
import { type UdpEnd, vivaceKind } from "../../wire/index.js";
import type { Forget } from "../protocol/index.js";
import type { ClientConfig } from "./client-config.js";
import type { ClientContext } from "./client-context.js";
import type { Delegates } from "./delegates.js";
import type { Exchange, ExchangePlan, Reply } from "./exchange.js";
import { vivaceError } from "./vivace-error.js";

/** An object and where it is kept. */
export interface ObjectPlace {
  readonly key: Uint8Array;
  /** `nodes[key]`: the replica set. */
  readonly replicas: readonly UdpEnd[];
  /** `local_nodes[key]`: the local set at the client's site. */
  readonly locals: readonly UdpEnd[];
}

/** Something that an operation waits for. */
export interface Awaited {
  readonly isDone: boolean;
  whenDone(callback: () => void): void;
  end(): void;
}

/**
 * An operation under way. It yields what it waits for and is resumed when that is done, so that its code reads like
 * the paper's.
 */
export type Steps<Result> = Generator<Awaited, Result, void>;

/** What one operation works with: exchanges and pauses that end with it. */
export class Session {
  /** What the operation is, for errors: `read of urbana/ann`. */
  readonly what: string;
  readonly place: ObjectPlace;
  readonly #context: ClientContext;
  readonly #begun: Awaited[] = [];
  /** Whether the operation waits for data whose timestamp it knows. */
  #lacksData = false;

  constructor(what: string, place: ObjectPlace, context: ClientContext) {
    this.what = what;
    this.place = place;
    this.#context = context;
  }

  get config(): ClientConfig {
    return this.#context.config;
  }

  get random(): Random {
    return this.#context.random;
  }

  get delegates(): Delegates {
    return this.#context.delegates;
  }

  get lacksData(): boolean {
    return this.#lacksData;
  }

  /** The paper's `clock()`: a new timestamp, larger than all that this client has seen. */
  newTimestamp(): bigint {
    const timestamp = this.#context.newTimestamp();
    if (timestamp === undefined) throw vivaceError("VIVACE-CLOCK", this.what);
    return timestamp;
  }

  /** Sends a request without waiting for the replies yet. */
  begin(plan: ExchangePlan): Exchange {
    const exchange = this.#context.begin(plan);
    this.#begun.push(exchange);
    return exchange;
  }

  /** Sends a request and waits until the replies are enough. */
  *sendwait(plan: ExchangePlan): Steps<readonly Reply[]> {
    return yield* this.finish(this.begin(plan));
  }

  /**
   * Waits for the data of a timestamp that is known; undefined when the exchange gave up. As long as it has not come,
   * the operation's error says so.
   */
  *awaitData(exchange: Exchange): Steps<Reply | undefined> {
    this.#lacksData = true;
    yield exchange;
    const [reply] = exchange.replies;
    this.#lacksData = reply === undefined;
    return reply;
  }

  /** Waits until an exchange that was begun is done. */
  *finish(exchange: Exchange): Steps<readonly Reply[]> {
    yield exchange;
    return exchange.replies;
  }

  /** How long a replica has lately taken to answer messages with priority; undefined when it has not. */
  latencyUs(end: UdpEnd): number | undefined {
    return this.#context.latencies.meanUs(end, vivaceKind.rTs);
  }

  /** Waits for a while. */
  *pause(delayUs: number): Steps<void> {
    const pause = new Pause((run) => this.#context.alarm(delayUs, run));
    this.#begun.push(pause);
    yield pause;
  }

  /** Ends whatever is still under way. */
  end(): void {
    for (const awaited of this.#begun) awaited.end();
  }
}

/** A wait for time to pass. */
class Pause implements Awaited {
  #isDone = false;
  #whenDone: () => void = () => undefined;
  readonly #forget: Forget;

  constructor(alarm: (run: () => void) => Forget) {
    this.#forget = alarm(() => {
      this.#isDone = true;
      this.#whenDone();
    });
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  whenDone(callback: () => void): void {
    this.#whenDone = callback;
  }

  end(): void {
    this.#forget();
  }
}
