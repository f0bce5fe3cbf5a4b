import type { Clock, Random, Timers, Transport } from "../../io/index.js";
import type { ClientConfig, ClientTime } from "../client/index.js";
import {
  Alarm,
  type Commands,
  type TrafficClasses,
  VivaceEndpoint,
  type VivaceHost,
} from "../protocol/index.js";
import { DelegateCore, type DelegateEffect } from "./delegate-core.js";

/** What a delegate runs on. */
export interface VivaceDelegateOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  /** The clock of timestamps; see `VivaceClientOptions`. */
  readonly timestampClock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly host: VivaceHost;
  /** Its number in timestamps, no other client's or delegate's; see `TimestampSource`. */
  readonly client: number;
  readonly config?: Partial<ClientConfig>;
  /** The commands that clients may name. */
  readonly commands?: Commands;
  readonly classes?: Partial<TrafficClasses>;
}

/** Runs a delegate core on a real or simulated transport, at a UDP port of its own. */
export class VivaceDelegate {
  readonly #core: DelegateCore;
  readonly #options: VivaceDelegateOptions;
  readonly #endpoint: VivaceEndpoint;
  readonly #alarm: Alarm;
  #isClosed = false;

  constructor(options: VivaceDelegateOptions) {
    const { client, random, config = {}, commands = new Map() } = options;
    this.#options = options;
    this.#core = new DelegateCore(client, random, config, commands);
    this.#alarm = new Alarm(options.clock, options.timers, () => this.#run((time) => this.#core.tick(time)));
    this.#endpoint = new VivaceEndpoint(options.transport, options.host, options.classes);
    this.#endpoint.onMessage((message) => this.#run((time) => this.#core.step(message, time)));
  }

  /** Sends nothing more. The transport stays open. */
  close(): void {
    this.#isClosed = true;
    this.#alarm.stop();
  }

  #run(handle: (time: ClientTime) => readonly DelegateEffect[]): void {
    if (this.#isClosed) return;
    const { clock, timestampClock } = this.#options;
    const effects = handle({ nowUs: clock.nowUs(), clockUs: timestampClock.nowUs() });
    for (const { message } of effects) this.#endpoint.send(message);
    this.#alarm.set(this.#core.nextDeadlineUs());
  }
}
