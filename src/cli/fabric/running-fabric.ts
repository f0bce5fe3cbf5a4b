import {
  Controller,
  type ControllerEvent,
  type Fabric,
  p4RuntimeConnect,
  type RingSnapshot,
} from "../../../controller/index.js";
import { CodedError } from "../../base/index.js";
import { eventLoopTimers, monotonicClock, systemRandom } from "../../io/node/index.js";
import { loadArtifacts } from "./artifacts.js";
import { EmbeddedFabric } from "./embedded-fabric.js";
import { unlessAborted } from "./interrupt.js";
import { startLogServers } from "./log-server-process.js";
import { type ListenAddress, type RestServer, serveRest } from "./rest-server.js";
import { descriptorOf, type FabricDescriptor, type StateDirectory } from "./state-directory.js";
import type { RestartListener, SupervisedProcess } from "./supervised-process.js";

const servingWithinUs = 60_000_000;

/** Told of what happens while a fabric runs. */
export interface FabricListener {
  event(event: ControllerEvent): void;
  /** A log server ended by itself and is started again. */
  restarted: RestartListener;
}

export interface StartOptions {
  readonly fabric: Fabric;
  readonly state: StateDirectory;
  /** Gives up starting. */
  readonly aborted: AbortSignal;
  /** Absent: nobody is told. */
  readonly listener?: FabricListener;
}

const silent: FabricListener = { event: () => {}, restarted: () => {} };

/** A fabric at work: its switches, its log servers, each in a process of its own, and its controller. */
export class RunningFabric {
  readonly embedded: EmbeddedFabric;
  readonly logServers: SupervisedProcess[] = [];
  readonly #fabric: Fabric;
  readonly #controller: Controller;
  #rest: RestServer | undefined;
  #starting: Promise<void> = Promise.resolve();

  private constructor(fabric: Fabric, embedded: EmbeddedFabric, controller: Controller) {
    this.#fabric = fabric;
    this.embedded = embedded;
    this.#controller = controller;
  }

  /**
   * Starts everything and resolves when the token goes round. When a part does not start, what has been started is
   * stopped again.
   *
   * @throws CodedError of the part that did not start
   */
  static async start(options: StartOptions): Promise<RunningFabric> {
    const { fabric, state, aborted, listener = silent } = options;
    const embedded = new EmbeddedFabric(fabric);
    try {
      await embedded.start();
    } catch (error) {
      await embedded.stop();
      throw error;
    }
    const controller = new Controller({
      fabric,
      pipeline: loadArtifacts("tor"),
      addresses: embedded.addresses,
      connect: p4RuntimeConnect(),
      clock: monotonicClock,
      timers: eventLoopTimers,
      random: systemRandom(),
      onEvent: listener.event,
    });
    const running = new RunningFabric(fabric, embedded, controller);
    try {
      // The controller takes in who is there: it begins when everybody is.
      const started = (server: SupervisedProcess) => running.logServers.push(server);
      running.#starting = startLogServers(embedded.attachments, state, listener.restarted, started);
      await unlessAborted(aborted, running.#starting);
      controller.start();
      await unlessAborted(aborted, controller.serving(servingWithinUs));
      return running;
    } catch (error) {
      await running.stop();
      throw error;
    }
  }

  get name(): string {
    return this.#fabric.name;
  }

  /** What other processes need in order to use it. */
  get descriptor(): FabricDescriptor {
    const { addresses, attachments: hosts } = this.embedded;
    const api = this.#rest?.url;
    return descriptorOf({ fabric: this.#fabric, addresses, hosts, ...(api !== undefined && { api }) });
  }

  /** What the controller knows of the ring. */
  snapshot(): RingSnapshot {
    return this.#controller.snapshot();
  }

  /**
   * Serves the REST API.
   *
   * @returns the URL
   * @throws CodedError `REST-LISTEN` when the address cannot be had
   */
  async serveRest(listen: ListenAddress): Promise<string> {
    const api = this.embedded.attachments.find((each) => each.role === "api");
    if (api === undefined) {
      const message = "the fabric has no host with the role `api`";
      throw new CodedError({
        code: "REST-LISTEN",
        message,
        help: "Add one: the REST API appends through it.",
      });
    }
    const { addresses, dataPlanes } = this.embedded;
    const ring = () => this.snapshot();
    const { hosts } = this.#controller;
    this.#rest = await serveRest({ fabric: this.#fabric, ring, hosts, addresses, dataPlanes, api, listen });
    return this.#rest.url;
  }

  /** Stops everything and leaves no process behind. */
  async stop(): Promise<void> {
    await this.#rest?.close();
    await this.#controller.close();
    await this.#starting.catch(() => undefined);
    await Promise.all(this.logServers.map((server) => server.stop()));
    await this.embedded.stop();
  }
}
