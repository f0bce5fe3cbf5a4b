import {
  type Fabric,
  type FabricParts,
  presentFabric,
  type RingSnapshot,
  type StoredFabric,
} from "../../../controller/index.js";
import { assert, CodedError } from "../../base/index.js";
import { ControllerService, type ServiceEvent } from "./controller-service.js";
import { EmbeddedFabric } from "./embedded-fabric.js";
import { unlessAborted } from "./interrupt.js";
import { LogServerProcesses } from "./log-server-processes.js";
import type { ListenAddress } from "./rest-server.js";
import { descriptorOf, type FabricDescriptor, type StateDirectory } from "./state-directory.js";
import type { RestartListener, SupervisedProcess } from "./supervised-process.js";

/** Told of what happens while a fabric runs. */
export interface FabricListener {
  event(event: ServiceEvent): void;
  /** A log server ended by itself and is started again. */
  restarted: RestartListener;
  /** The descriptor is another one now. */
  changed?(): void;
}

export interface StartOptions {
  readonly stored: StoredFabric;
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
  readonly #servers: LogServerProcesses;
  readonly #listener: FabricListener;
  #fabric: Fabric;
  #service: ControllerService | undefined;
  #starting: Promise<unknown> = Promise.resolve();

  private constructor({ stored, state, listener = silent }: StartOptions, embedded: EmbeddedFabric) {
    this.embedded = embedded;
    this.#listener = listener;
    this.#fabric = presentFabric(stored);
    this.#servers = new LogServerProcesses(state, listener.restarted);
  }

  /**
   * Starts everything and resolves when the token goes round. When a part does not start, what has been started is
   * stopped again.
   *
   * @throws CodedError of the part that did not start
   */
  static async start(options: StartOptions): Promise<RunningFabric> {
    const { stored, state, aborted, listener = silent } = options;
    state.write(stored);
    const running = new RunningFabric(options, await EmbeddedFabric.start(presentFabric(stored)));
    try {
      const { event: onEvent } = listener;
      // The controller takes in who is there: it begins when everybody is.
      const dataPlanes = () => running.embedded.dataPlanes;
      const starting = ControllerService.start({
        stored,
        store: state,
        parts: running.#parts,
        dataPlanes,
        onEvent,
      });
      running.#starting = starting.then((service) => {
        running.#service = service;
      });
      await unlessAborted(aborted, running.#starting);
      await running.#service?.serving(aborted);
      return running;
    } catch (error) {
      await running.stop();
      throw error;
    }
  }

  get name(): string {
    return this.#fabric.name;
  }

  get logServers(): readonly SupervisedProcess[] {
    return this.#servers.all;
  }

  /** What other processes need in order to use it. */
  get descriptor(): FabricDescriptor {
    const { addresses, attachments: hosts } = this.embedded;
    const api = this.#service?.api;
    return descriptorOf({ fabric: this.#fabric, addresses, hosts, ...(api !== undefined && { api }) });
  }

  /** What the controller knows of the ring. */
  snapshot(): RingSnapshot {
    assert(this.#service !== undefined, "the fabric is started");
    return this.#service.snapshot();
  }

  /**
   * Serves the REST API.
   *
   * @throws CodedError `REST-LISTEN` when the address cannot be had
   */
  async serveRest(listen: ListenAddress): Promise<void> {
    const api = this.embedded.attachments.find((each) => each.role === "api");
    if (api === undefined) {
      const message = "the fabric has no host with the role `api`";
      throw new CodedError({
        code: "REST-LISTEN",
        message,
        help: "Add one: the REST API appends through it.",
      });
    }
    await this.#service?.serveRest(api, listen);
  }

  /** Stops everything and leaves no process behind. */
  async stop(): Promise<void> {
    await this.#starting.catch(() => undefined);
    await this.#service?.close();
    await this.#servers.stop();
    await this.embedded.stop();
  }

  /** Switches in this process, log servers in theirs. */
  get #parts(): FabricParts {
    return {
      check: () => {},
      follow: async (stored) => {
        const fabric = presentFabric(stored);
        await this.embedded.change(fabric);
        await this.#servers.change(this.embedded.attachments, this.#service !== undefined);
        this.#fabric = fabric;
        this.#listener.changed?.();
        return this.embedded.addresses;
      },
    };
  }
}
