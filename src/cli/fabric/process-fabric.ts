import { writeFileSync } from "node:fs";
import path from "node:path";
import { type ControllerEvent, type Fabric, fabricDocument } from "../../../controller/index.js";
import type { ControllerTask } from "../commands/fabric-controller.js";
import { unlessAborted } from "./interrupt.js";
import { startLogServers } from "./log-server-process.js";
import type { ListenAddress } from "./rest-server.js";
import type { FabricListener, StartOptions } from "./running-fabric.js";
import { descriptorOf, type FabricDescriptor, type StateDirectory } from "./state-directory.js";
import { SupervisedProcess } from "./supervised-process.js";
import type { SwitchTask } from "./switch-task.js";
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
 * that ends unasked is started again, a log server on its log, a switch and the controller with nothing.
 */
export class ProcessFabric {
  readonly #options: ProcessFabricOptions;
  readonly #wiring: Wiring;
  readonly #listen: ListenAddress;
  readonly #parts: Part[] = [];
  #starting: Promise<void> = Promise.resolve();

  private constructor(options: ProcessFabricOptions, wiring: Wiring, listen: ListenAddress) {
    this.#options = options;
    this.#wiring = wiring;
    this.#listen = listen;
  }

  /**
   * Starts everything and resolves when the token goes round. When a part does not start, what has been started is
   * stopped again.
   *
   * @throws CodedError of the part that did not start
   */
  static async start(options: ProcessFabricOptions): Promise<ProcessFabric> {
    const wiring = await Wiring.of(options.fabric);
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
    return this.#options.fabric.name;
  }

  /** Every process; what cannot be killed is not among them. */
  get parts(): readonly Part[] {
    return this.#parts;
  }

  /** What other processes need in order to use the fabric. */
  get descriptor(): FabricDescriptor {
    const { addresses, attachments: hosts } = this.#wiring;
    const api = hosts.some(({ role }) => role === "api") ? { api: this.api } : {};
    return descriptorOf({ fabric: this.#options.fabric, addresses, hosts, ...api });
  }

  /** URL of the controller's REST API. */
  get api(): string {
    return `http://${this.#listen.host}:${this.#listen.port}`;
  }

  /** Stops everything and leaves no process behind. */
  async stop(): Promise<void> {
    await this.#stopParts("controller");
    await this.#starting.catch(() => undefined);
    await this.#stopParts("controller");
    await this.#stopParts("log-server");
    await this.#stopParts("switch");
  }

  async #stopParts(kind: PartKind): Promise<void> {
    const parts = this.#parts.filter((part) => part.kind === kind);
    await Promise.all(parts.map(({ process }) => process.stop()));
  }

  async #startAll(): Promise<void> {
    const { state, listener } = this.#options;
    await Promise.all(this.#wiring.switchTasks.map((task) => this.#startSwitch(task)));
    const add = (process: SupervisedProcess) => this.#parts.push({ kind: "log-server", process });
    await startLogServers(this.#wiring.attachments, state, listener.restarted, add);
    await this.#startController();
  }

  async #startSwitch(task: SwitchTask): Promise<void> {
    await this.#start("switch", task.name, ["fabric-switch", JSON.stringify(task)], "SWITCH-START");
  }

  async #startController(): Promise<void> {
    const { fabric, state } = this.#options;
    const api = this.#wiring.attachments.find(({ role }) => role === "api");
    const task: ControllerTask = {
      fabric: writeFabric(fabric, state),
      addresses: Object.fromEntries(this.#wiring.addresses),
      ...(api !== undefined && { api }),
      listen: this.#listen,
    };
    const args = ["fabric-controller", JSON.stringify(task)];
    await this.#start("controller", "controller", args, "CONTROLLER-START");
  }

  async #start(kind: PartKind, name: string, args: readonly string[], code: string): Promise<void> {
    const { state, listener } = this.#options;
    const process = await SupervisedProcess.start({
      name,
      args,
      code,
      onRestart: listener.restarted,
      outputFile: state.outputFile(name),
      pidFile: state.pidFile(name),
      onMessage: (message) => listener.event(message as ControllerEvent),
    });
    this.#parts.push({ kind, process });
  }
}

/** Leaves the fabric where a controller that is started again finds it. */
function writeFabric(fabric: Fabric, state: StateDirectory): string {
  const file = path.join(state.path, "controller-fabric.json");
  writeFileSync(file, `${JSON.stringify(fabricDocument(fabric), null, 2)}\n`);
  return file;
}
