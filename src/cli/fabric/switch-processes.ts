import { startFabricProcess } from "./fabric-process.js";
import { atOnce, inTurn, settleAll } from "./settle-all.js";
import type { StateDirectory } from "./state-directory.js";
import type { RestartListener, SupervisedProcess } from "./supervised-process.js";
import type { SwitchTask } from "./switch-task.js";

interface SwitchProcess {
  readonly process: SupervisedProcess;
  /** What it was told last, as JSON. */
  readonly task: string;
}

/** The switches of a fabric, each in a process of its own. */
export class SwitchProcesses {
  readonly #state: StateDirectory;
  readonly #onRestart: RestartListener;
  readonly #running = new Map<string, SwitchProcess>();

  constructor(state: StateDirectory, onRestart: RestartListener) {
    this.#state = state;
    this.#onRestart = onRestart;
  }

  get all(): readonly SupervisedProcess[] {
    return [...this.#running.values()].map(({ process }) => process);
  }

  /**
   * Starts the switches of `tasks` that do not run, tells those that do what their ports are now, and stops the others;
   * one switch after the other when a log is served meanwhile.
   *
   * @throws CodedError `SWITCH-START` when one does not come up; others may have been started
   */
  async change(tasks: readonly SwitchTask[], isServed: boolean): Promise<void> {
    const ended = this.all.filter(({ name }) => !tasks.some((task) => task.name === name));
    const begin = isServed ? inTurn : atOnce;
    const puts = begin(tasks.map((task) => () => this.#put(task)));
    await settleAll([...puts, ...ended.map((process) => this.#stop(process))]);
  }

  async stop(): Promise<void> {
    await Promise.all(this.all.map((process) => this.#stop(process)));
  }

  async #put(task: SwitchTask): Promise<void> {
    const text = JSON.stringify(task);
    const args = ["fabric-switch", text];
    const running = this.#running.get(task.name);
    if (running?.task === text) return;
    const process = running?.process ?? (await this.#start(task.name, args));
    if (running !== undefined) await process.changeTask(args, task);
    this.#running.set(task.name, { process, task: text });
  }

  #start(name: string, args: readonly string[]): Promise<SupervisedProcess> {
    return startFabricProcess(this.#state, { name, args, code: "SWITCH-START", onRestart: this.#onRestart });
  }

  async #stop(process: SupervisedProcess): Promise<void> {
    await process.stop();
    this.#running.delete(process.name);
  }
}
