import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { CodedError } from "../../base/index.js";
import type { LogServerTask } from "../commands/log-server.js";

const program = fileURLToPath(new URL("../main.js", import.meta.url));
const stopWithinMs = 5_000;
const restartAfterMs = 200;

/** Told when a log server ended by itself; it is started again. */
export type RestartListener = (name: string, reason: string) => void;

/** A log server in a process of its own. When the process ends unasked, it is started again on the same log. */
export class LogServerProcess {
  readonly name: string;
  readonly #task: LogServerTask;
  readonly #outputFile: string;
  readonly #onRestart: RestartListener;
  #child: ChildProcess | undefined;
  #stopping = false;
  #watching: Promise<void> = Promise.resolve();

  private constructor(task: LogServerTask, outputFile: string, onRestart: RestartListener) {
    this.name = task.host.name;
    this.#task = task;
    this.#outputFile = outputFile;
    this.#onRestart = onRestart;
  }

  /**
   * Starts a log server and waits until its log is recovered. What it prints goes to `outputFile`.
   *
   * @throws CodedError `LOG-SERVER-START` when it ends instead
   */
  static async start(
    task: LogServerTask,
    outputFile: string,
    onRestart: RestartListener,
  ): Promise<LogServerProcess> {
    const server = new LogServerProcess(task, outputFile, onRestart);
    const { child, ended, ready } = server.#spawn();
    if (await ready) {
      server.#watching = server.#watch(child, ended);
      return server;
    }
    throw new CodedError({
      code: "LOG-SERVER-START",
      message: `the log server ${task.host.name} ended as it started`,
      help: `Its output is in ${outputFile}.`,
    });
  }

  /** Asks it to stop, and makes sure that it does. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#child?.kill("SIGTERM");
    const timer = setTimeout(() => this.#child?.kill("SIGKILL"), stopWithinMs);
    await this.#watching;
    clearTimeout(timer);
  }

  #spawn() {
    const output = openSync(this.#outputFile, "a");
    const child = fork(program, ["log-server", JSON.stringify(this.#task)], {
      stdio: ["ignore", output, output, "ipc"],
    });
    closeSync(output);
    this.#child = child;
    const ended = once(child, "exit");
    const ready = Promise.race([once(child, "message").then(() => true), ended.then(() => false)]);
    return { child, ended, ready };
  }

  /** Starts the process again whenever it ends, until `stop`. */
  async #watch(first: ChildProcess, firstEnded: Promise<unknown>): Promise<void> {
    let child = first;
    let ended = firstEnded;
    for (;;) {
      await ended;
      if (this.#stopping) return;
      this.#onRestart(this.name, child.signalCode ?? `exit code ${child.exitCode}`);
      await wait(restartAfterMs);
      if (this.#stopping) return;
      ({ child, ended } = this.#spawn());
    }
  }
}
