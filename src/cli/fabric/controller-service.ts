import {
  Controller,
  type ControllerEvent,
  type Fabric,
  p4RuntimeConnect,
} from "../../../controller/index.js";
import { eventLoopTimers, monotonicClock, systemRandom } from "../../io/node/index.js";
import { loadArtifacts } from "./artifacts.js";
import type { HostAttachment } from "./host-attachment.js";
import { unlessAborted } from "./interrupt.js";
import { type ListenAddress, type RestServer, serveRest } from "./rest-server.js";

const servingWithinUs = 90_000_000;

export interface ControllerServiceOptions {
  readonly fabric: Fabric;
  /** `host:port` of each switch's P4Runtime server, by the switch's name. */
  readonly addresses: ReadonlyMap<string, string>;
  /** Host through which the REST API appends; absent: there is no API. */
  readonly api?: HostAttachment;
  readonly listen: ListenAddress;
  readonly onEvent: (event: ControllerEvent) => void;
}

/** The controller of switches that run already, with its REST API. */
export class ControllerService {
  readonly #options: ControllerServiceOptions;
  readonly #controller: Controller;
  #rest: RestServer | undefined;

  constructor(options: ControllerServiceOptions) {
    const { fabric, addresses, onEvent } = options;
    this.#options = options;
    this.#controller = new Controller({
      fabric,
      addresses,
      onEvent,
      pipeline: loadArtifacts("tor"),
      connect: p4RuntimeConnect(),
      clock: monotonicClock,
      timers: eventLoopTimers,
      random: systemRandom(),
    });
  }

  /** URL of the REST API, when there is one. */
  get api(): string | undefined {
    return this.#rest?.url;
  }

  start(): void {
    this.#controller.start();
  }

  /**
   * Resolves when the token goes round and the REST API listens.
   *
   * @throws CodedError `CONTROLLER-NOT-SERVING`, `REST-LISTEN`
   */
  async serving(aborted: AbortSignal): Promise<void> {
    const { fabric, addresses, api, listen } = this.#options;
    await unlessAborted(aborted, this.#controller.serving(servingWithinUs));
    const ring = () => this.#controller.snapshot();
    const { hosts } = this.#controller;
    if (api !== undefined) this.#rest = await serveRest({ fabric, ring, hosts, addresses, api, listen });
  }

  async close(): Promise<void> {
    await this.#rest?.close();
    await this.#controller.close();
  }
}
