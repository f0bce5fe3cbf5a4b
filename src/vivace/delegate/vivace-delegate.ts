import type { ClientTime, VivaceClientOptions } from "../client/index.js";
import { Alarm, VivaceEndpoint } from "../protocol/index.js";
import { DelegateCore, type DelegateEffect } from "./delegate-core.js";

/** Runs a delegate core on a real or simulated transport, at a UDP port of its own. */
export class VivaceDelegate {
  readonly #core: DelegateCore;
  readonly #options: VivaceClientOptions;
  readonly #endpoint: VivaceEndpoint;
  readonly #alarm: Alarm;
  #isClosed = false;

  constructor(options: VivaceClientOptions) {
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
