import type { LogServerTask } from "../commands/log-server.js";
import { startFabricProcess } from "./fabric-process.js";
import type { HostAttachment } from "./host-attachment.js";
import { atOnce, inTurn, settleAll } from "./settle-all.js";
import type { StateDirectory } from "./state-directory.js";
import type { RestartListener, SupervisedProcess } from "./supervised-process.js";

/** The log servers of a fabric, each in a process of its own. */
export class LogServerProcesses {
  readonly #state: StateDirectory;
  readonly #onRestart: RestartListener;
  readonly #running = new Map<string, SupervisedProcess>();

  constructor(state: StateDirectory, onRestart: RestartListener) {
    this.#state = state;
    this.#onRestart = onRestart;
  }

  get all(): readonly SupervisedProcess[] {
    return [...this.#running.values()];
  }

  /**
   * Starts the log servers among `hosts` that do not run, waits until their logs are recovered, and stops those that are
   * not among them. Their logs stay. When a log is served meanwhile, one starts after the other.
   *
   * @throws CodedError `LOG-SERVER-START` when one ends instead; others may have been started
   */
  async change(hosts: readonly HostAttachment[], isServed: boolean): Promise<void> {
    const servers = hosts.filter(({ role }) => role === "log-server");
    const added = servers.filter(({ name }) => !this.#running.has(name));
    const begin = isServed ? inTurn : atOnce;
    const started = begin(added.map((host) => () => this.#start(host)));
    const ended = this.all.filter(({ name }) => !servers.some((host) => host.name === name));
    await settleAll([...started, ...ended.map((server) => this.#stop(server))]);
  }

  async stop(): Promise<void> {
    await Promise.all(this.all.map((server) => this.#stop(server)));
  }

  async #start(host: HostAttachment): Promise<void> {
    const { name } = host;
    const task: LogServerTask = { host, directory: this.#state.logDirectory(name) };
    const server = await startFabricProcess(this.#state, {
      name,
      args: ["log-server", JSON.stringify(task)],
      code: "LOG-SERVER-START",
      onRestart: this.#onRestart,
    });
    this.#running.set(name, server);
  }

  async #stop(server: SupervisedProcess): Promise<void> {
    await server.stop();
    this.#running.delete(server.name);
  }
}
