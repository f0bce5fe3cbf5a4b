import type { Clock, RecordPosition, Storage, Timers, Transport } from "../../io/index.js";
import { Alarm, type TrafficClasses, VivaceEndpoint, type VivaceHost } from "../protocol/index.js";
import { encodeRecord } from "./record.js";
import type { Persist, ReplicaEffect } from "./replica-context.js";
import type { ReplicaCore } from "./replica-core.js";

/** What a replica runs on. */
export interface VivaceReplicaOptions {
  /** Has taken in every record of `storage` through `recover`. */
  readonly core: ReplicaCore;
  readonly storage: Storage;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly host: VivaceHost;
  readonly classes?: Partial<TrafficClasses>;
  /** Told once when the storage has failed. The replica answers nothing from then on: it counts as crashed. */
  readonly onFailure?: (failure: Error) => void;
}

/**
 * Runs a replica core on real or simulated storage and transport.
 *
 * @example
 * const core = new ReplicaCore(host);
 * const storage = await openSegmentStorage(directory, (header, position) => core.recover(header, position));
 * const replica = new VivaceReplica({ core, storage, transport, clock, timers, host });
 */
export class VivaceReplica {
  readonly core: ReplicaCore;
  readonly #options: VivaceReplicaOptions;
  readonly #endpoint: VivaceEndpoint;
  readonly #alarm: Alarm;
  #running = true;

  constructor(options: VivaceReplicaOptions) {
    this.core = options.core;
    this.#options = options;
    this.#endpoint = new VivaceEndpoint(options.transport, options.host, options.classes);
    this.#alarm = new Alarm(options.clock, options.timers, () => this.#run((nowUs) => this.core.tick(nowUs)));
    this.#endpoint.onMessage((message) => this.#run((nowUs) => this.core.step(message, nowUs)));
    this.#run((nowUs) => this.core.start(nowUs));
  }

  /** How many frames arrived that are no Vivace messages to this replica. */
  get refusedFrames(): number {
    return this.#endpoint.refusedFrames;
  }

  /** Stops answering and waits until what was taken in is durable. The transport stays open. */
  async close(): Promise<void> {
    this.#stop();
    await this.#options.storage.close();
  }

  #stop(): void {
    this.#running = false;
    this.#alarm.stop();
  }

  #run(handle: (nowUs: number) => readonly ReplicaEffect[]): void {
    if (!this.#running) return;
    for (const effect of handle(this.#options.clock.nowUs())) this.#perform(effect);
    this.#alarm.set(this.core.nextDeadlineUs());
  }

  #perform(effect: ReplicaEffect): void {
    if (effect.kind === "send") this.#endpoint.send(effect.message);
    else if (effect.kind === "persist") this.#persist(effect);
    else {
      this.#options.storage.read(effect.position, (record) =>
        this.#run((nowUs) => this.core.loaded(effect, record, nowUs)),
      );
    }
  }

  #persist(persist: Persist): void {
    const header = encodeRecord(persist.record);
    const position: RecordPosition = this.#options.storage.append(header, persist.value, (failure) => {
      if (failure !== undefined) this.#fail(failure);
      else this.#run((nowUs) => this.core.persisted(persist, position, nowUs));
    });
  }

  #fail(failure: Error): void {
    if (!this.#running) return;
    this.#stop();
    this.#options.onFailure?.(failure);
  }
}
