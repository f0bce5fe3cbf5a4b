import { type ChildProcess, fork } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { CodedError } from "../../base/index.js";
import type { LogServerTask } from "../commands/log-server.js";

const program = fileURLToPath(new URL("../main.js", import.meta.url));
const stopWithinMs = 5_000;
const restartAfterMs = 200;
/** A log server that does not come up so many times in a row is left dead. */
const failuresMax = 5;

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
      // Ctrl-C at a terminal reaches a whole process group: when the servers stop is for us to say.
      detached: true,
    });
    closeSync(output);
    this.#child = child;
    const ended = new Promise<void>((resolve) => {
      child.once("exit", () => resolve());
      child.once("error", () => resolve());
    });
    const told = new Promise<true>((resolve) => child.once("message", () => resolve(true)));
    return { child, ended, ready: Promise.race([told, ended.then(() => false)]) };
  }

  /** Starts the process again whenever it ends, until `stop`, or until it fails too often. */
  async #watch(first: ChildProcess, firstEnded: Promise<unknown>): Promise<void> {
    let child = first;
    let ended = firstEnded;
    for (let failures = 0; failures < failuresMax; ) {
      await ended;
      if (this.#stopping) return;
      this.#onRestart(this.name, child.signalCode ?? `exit code ${child.exitCode}`);
      await wait(restartAfterMs * 2 ** failures);
      if (this.#stopping) return;
      const next = this.#spawn();
      ({ child, ended } = next);
      failures = (await next.ready) ? 0 : failures + 1;
    }
    this.#onRestart(this.name, `does not start: see ${this.#outputFile}; it stays down`);
  }
}
