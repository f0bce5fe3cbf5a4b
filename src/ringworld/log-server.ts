import type { RecordPosition, Storage, Transport } from "../io/index.js";
import { Endpoint, type HostIdentity } from "./endpoint.js";
import { type LogServerCore, recordHeader } from "./log-server-core.js";
import type { LogServerEffect, Persist } from "./log-server-effect.js";

/** What a log server runs on. */
export interface LogServerOptions {
  /** Has taken in every record of `storage` through `recover`. */
  readonly core: LogServerCore;
  readonly storage: Storage;
  readonly transport: Transport;
  readonly host: HostIdentity;
  /** Told once when the storage has failed. The server answers nothing from then on: it counts as crashed. */
  readonly onFailure?: (failure: Error) => void;
}

/**
 * Runs a log server core on real or simulated storage and transport.
 *
 * @example
 * const core = new LogServerCore();
 * const storage = await openSegmentStorage(directory, (header, position) => core.recover(header, position));
 * const server = new LogServer({ core, storage, transport, host: rackHost(1, 2) });
 */
export class LogServer {
  readonly core: LogServerCore;
  readonly #storage: Storage;
  readonly #endpoint: Endpoint;
  readonly #onFailure: ((failure: Error) => void) | undefined;
  #running = true;

  constructor(options: LogServerOptions) {
    this.core = options.core;
    this.#storage = options.storage;
    this.#onFailure = options.onFailure;
    this.#endpoint = new Endpoint(options.transport, options.host);
    this.#endpoint.onMessage((message) => {
      if (this.#running) this.#perform(this.core.step(message));
      return true;
    });
  }

  /** How many frames arrived that are no RingWorld messages. */
  get refusedFrames(): number {
    return this.#endpoint.refusedFrames;
  }

  /** Stops answering and waits until what was taken in is durable. The transport stays open. */
  async close(): Promise<void> {
    this.#running = false;
    await this.#storage.close();
  }

  #perform(effects: readonly LogServerEffect[]): void {
    for (const effect of effects) {
      if (effect.kind === "send") this.#endpoint.send(effect.message);
      else if (effect.kind === "persist") this.#persist(effect);
      else if (effect.kind === "release") this.#storage.release(effect.before);
      else {
        this.#storage.read(effect.position, (record) => {
          if (this.#running) this.#perform(this.core.loaded(effect, record));
        });
      }
    }
  }

  #persist(persist: Persist): void {
    const position: RecordPosition = this.#storage.append(recordHeader(persist), persist.value, (failure) => {
      if (failure !== undefined) this.#fail(failure);
      else if (this.#running) this.#perform(this.core.persisted(persist, position));
    });
  }

  #fail(failure: Error): void {
    if (!this.#running) return;
    this.#running = false;
    this.#onFailure?.(failure);
  }
}
