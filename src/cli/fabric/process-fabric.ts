import { type Fabric, presentFabric, type StoredFabric } from "../../../controller/index.js";
import { assert } from "../../base/index.js";
import type { ControllerTask } from "../commands/fabric-controller.js";
import type { ServiceEvent } from "./controller-service.js";
import { startFabricProcess } from "./fabric-process.js";
import { unlessAborted } from "./interrupt.js";
import { LogServerProcesses } from "./log-server-processes.js";
import { answerPartsQuestion, isPartsQuestion } from "./parts-channel.js";
import type { ListenAddress } from "./rest-server.js";
import type { FabricListener, StartOptions } from "./running-fabric.js";
import { descriptorOf, type FabricDescriptor } from "./state-directory.js";
import type { SupervisedProcess } from "./supervised-process.js";
import { SwitchProcesses } from "./switch-processes.js";
import { Wiring } from "./wiring.js";

export interface ProcessFabricOptions extends StartOptions {
  readonly listener: FabricListener;
  /** Where the controller's REST API listens; port 0 is any free one. */
  readonly listen: ListenAddress;
}

/** What a process of a fabric is. */
export type PartKind = "switch" | "log-server" | "controller";

/** A process of a fabric. */
export interface Part {
  readonly kind: PartKind;
  readonly process: SupervisedProcess;
}

/**
 * A fabric of which everything is a process of its own: each switch, each log server, and the controller. A process
 * that ends unasked is started again, a log server on its log, a switch and the controller with nothing. When the
 * controller changes the fabric, it asks for the processes that have to be there.
 */
export class ProcessFabric {
  readonly #options: ProcessFabricOptions;
  readonly #wiring: Wiring;
  readonly #listen: ListenAddress;
  readonly #switches: SwitchProcesses;
  readonly #logServers: LogServerProcesses;
  #fabric: Fabric;
  #controller: SupervisedProcess | undefined;
  #starting: Promise<void> = Promise.resolve();
  /** One change after the other. */
  #following: Promise<unknown> = Promise.resolve();
  #stopping = false;

  private constructor(options: ProcessFabricOptions, wiring: Wiring, listen: ListenAddress) {
    const { stored, state, listener } = options;
    this.#options = options;
    this.#wiring = wiring;
    this.#listen = listen;
    this.#fabric = presentFabric(stored);
    this.#switches = new SwitchProcesses(state, listener.restarted);
    this.#logServers = new LogServerProcesses(state, listener.restarted);
  }

  /**
   * Starts everything and resolves when the token goes round. When a part does not start, what has been started is
   * stopped again.
   *
   * @throws CodedError of the part that did not start
   */
  static async start(options: ProcessFabricOptions): Promise<ProcessFabric> {
    const wiring = await Wiring.of(presentFabric(options.stored));
    const { host, port } = options.listen;
    const listen = { host, port: port === 0 ? await wiring.freePort() : port };
    const running = new ProcessFabric(options, wiring, listen);
    try {
      running.#starting = running.#startAll();
      await unlessAborted(options.aborted, running.#starting);
      return running;
    } catch (error) {
      await running.stop();
      throw error;
    }
  }

  get name(): string {
    return this.#fabric.name;
  }

  /** Every process; what cannot be killed is not among them. */
  get parts(): readonly Part[] {
    const of = (kind: PartKind, processes: readonly SupervisedProcess[]) =>
      processes.map((process): Part => ({ kind, process }));
    const controller = this.#controller === undefined ? [] : [this.#controller];
    return [
      ...of("switch", this.#switches.all),
      ...of("log-server", this.#logServers.all),
      ...of("controller", controller),
    ];
  }

  /** What other processes need in order to use the fabric. */
  get descriptor(): FabricDescriptor {
    const { addresses, attachments: hosts } = this.#wiring;
    const api = hosts.some(({ role }) => role === "api") ? { api: this.api } : {};
    return descriptorOf({ fabric: this.#fabric, addresses, hosts, ...api });
  }

  /** URL of the controller's REST API. */
  get api(): string {
    return `http://${this.#listen.host}:${this.#listen.port}`;
  }

  /** Stops everything and leaves no process behind. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#controller?.stop();
    await this.#starting.catch(() => undefined);
    await this.#controller?.stop();
    await this.#following.catch(() => undefined);
    await this.#logServers.stop();
    await this.#switches.stop();
  }

  async #startAll(): Promise<void> {
    const { stored, state } = this.#options;
    state.write(stored);
    await this.#follow(stored);
    await this.#startController();
  }

  /** Makes the processes those that have to be there. */
  async #follow(stored: StoredFabric): Promise<ReadonlyMap<string, string>> {
    assert(!this.#stopping, "a fabric that stops is not changed");
    const fabric = presentFabric(stored);
    await this.#wiring.change(fabric);
    const isServed = this.#controller !== undefined;
    await this.#switches.change(this.#wiring.switchTasks, isServed);
    await this.#logServers.change(this.#wiring.attachments, isServed);
    this.#fabric = fabric;
    this.#options.listener.changed?.();
    return this.#wiring.addresses;
  }

  async #startController(): Promise<void> {
    const { state, listener } = this.#options;
    const api = this.#wiring.attachments.find(({ role }) => role === "api");
    const task: ControllerTask = {
      state: state.path,
      listen: this.#listen,
      ...(api !== undefined && { api }),
    };
    this.#controller = await startFabricProcess(state, {
      name: "controller",
      args: ["fabric-controller", JSON.stringify(task)],
      code: "CONTROLLER-START",
      onRestart: listener.restarted,
      onMessage: (message, controller) => this.#heard(message, controller),
      aborted: this.#options.aborted,
    });
  }

  /** What the controller says: an event, or a question for processes. */
  #heard(message: unknown, controller: SupervisedProcess): void {
    if (!isPartsQuestion(message)) {
      this.#options.listener.event(message as ServiceEvent);
      return;
    }
    this.#following = this.#following
      .then(() => answerPartsQuestion(message, (stored) => this.#follow(stored)))
      .then((answer) => controller.tell(answer));
  }
}
