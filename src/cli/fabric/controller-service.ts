import {
  Controller,
  type ControllerEvent,
  type DataPlane,
  type Fabric,
  type FabricChange,
  FabricChanges,
  type FabricParts,
  type FabricStore,
  p4RuntimeConnect,
  presentFabric,
  type RingSnapshot,
  type StoredFabric,
} from "../../../controller/index.js";
import { eventLoopTimers, monotonicClock, systemRandom } from "../../io/node/index.js";
import { loadArtifacts } from "./artifacts.js";
import type { HostAttachment } from "./host-attachment.js";
import { unlessAborted } from "./interrupt.js";
import { type ListenAddress, type RestServer, serveRest } from "./rest-server.js";

const servingWithinUs = 90_000_000;

/** What a controller does, and how far a change of its fabric is. */
export type ServiceEvent =
  | ControllerEvent
  | {
      readonly kind: "changing";
      /** Name of the fabric that is wanted. */
      readonly fabric: string;
      readonly step: FabricChange["step"];
      /** Why it was given up. */
      readonly problem?: string;
    };

export interface ControllerServiceOptions {
  readonly stored: StoredFabric;
  /** Where the fabric, and the one that is wanted, are kept. */
  readonly store: FabricStore;
  /** Whoever runs switches and log servers. */
  readonly parts: FabricParts;
  /** Data planes of this process, by the switch's name; absent: the switches run elsewhere. */
  readonly dataPlanes?: () => ReadonlyMap<string, DataPlane>;
  readonly onEvent: (event: ServiceEvent) => void;
}

/** The controller of a fabric, which may change while it runs, with its REST API. */
export class ControllerService {
  readonly #options: ControllerServiceOptions;
  readonly #controller: Controller;
  readonly #changes: FabricChanges;
  #addresses: ReadonlyMap<string, string>;
  #rest: RestServer | undefined;

  private constructor(options: ControllerServiceOptions, addresses: ReadonlyMap<string, string>) {
    const { stored, store, onEvent } = options;
    this.#options = options;
    this.#addresses = addresses;
    this.#controller = new Controller({
      fabric: presentFabric(stored),
      addresses,
      onEvent,
      pipeline: loadArtifacts("tor"),
      connect: p4RuntimeConnect(),
      clock: monotonicClock,
      timers: eventLoopTimers,
      random: systemRandom(),
    });
    this.#changes = new FabricChanges({
      stored,
      store,
      addresses,
      parts: this.#parts,
      controller: this.#controller,
      timers: eventLoopTimers,
      onStep: ({ wanted, step, problem }) =>
        onEvent({
          kind: "changing",
          fabric: wanted.name,
          step,
          ...(problem !== undefined && { problem: problem.message }),
        }),
    });
  }

  /**
   * Waits for the parts of the fabric, begins to control them, and goes on with a change that was under way.
   *
   * @throws CodedError of a part that did not start
   */
  static async start(options: ControllerServiceOptions): Promise<ControllerService> {
    const service = new ControllerService(options, await options.parts.follow(options.stored));
    service.#controller.start();
    service.#changes.resume();
    return service;
  }

  /** The fabric that is served, with what comes or goes while a change is under way. */
  get fabric(): Fabric {
    return this.#changes.present;
  }

  /** URL of the REST API, when there is one. */
  get api(): string | undefined {
    return this.#rest?.url;
  }

  snapshot(): RingSnapshot {
    return this.#controller.snapshot();
  }

  /**
   * Resolves when the token goes round.
   *
   * @throws CodedError `CONTROLLER-NOT-SERVING`
   */
  async serving(aborted: AbortSignal): Promise<void> {
    await unlessAborted(aborted, this.#controller.serving(servingWithinUs));
  }

  /**
   * Serves the REST API, which appends through `api`.
   *
   * @throws CodedError `REST-LISTEN` when the address cannot be had
   */
  async serveRest(api: HostAttachment, listen: ListenAddress): Promise<void> {
    const { dataPlanes } = this.#options;
    this.#rest = await serveRest({
      fabric: this.#changes,
      ring: () => this.snapshot(),
      refused: () => this.#controller.refused(),
      hosts: this.#controller.hosts,
      addresses: () => this.#addresses,
      ...(dataPlanes !== undefined && { dataPlanes }),
      api,
      listen,
    });
  }

  async close(): Promise<void> {
    await this.#rest?.close();
    await this.#changes.close();
    await this.#controller.close();
  }

  /** The parts, whose addresses are remembered. */
  get #parts(): FabricParts {
    const { parts } = this.#options;
    return {
      check: (wanted) => parts.check(wanted),
      follow: async (stored) => {
        this.#addresses = await parts.follow(stored);
        return this.#addresses;
      },
    };
  }
}
