import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CodedError } from "../../base/index.js";
import type { LogServerTask } from "../commands/log-server.js";

const program = fileURLToPath(new URL("../main.js", import.meta.url));
const stopWithinMs = 5_000;

/** A log server in a process of its own. */
export class LogServerProcess {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  private constructor(name: string, child: ChildProcess) {
    this.name = name;
    this.#child = child;
    this.#ended = once(child, "exit");
  }

  /**
   * Starts a log server and waits until its log is recovered. What it prints goes to `outputFile`.
   *
   * @throws CodedError `LOG-SERVER-START` when it ends instead
   */
  static async start(task: LogServerTask, outputFile: string): Promise<LogServerProcess> {
    const output = openSync(outputFile, "a");
    const child = fork(program, ["log-server", JSON.stringify(task)], {
      stdio: ["ignore", output, output, "ipc"],
    });
    closeSync(output);
    const server = new LogServerProcess(task.host.name, child);
    const ready = await Promise.race([
      once(child, "message").then(() => true),
      server.#ended.then(() => false),
    ]);
    if (ready) return server;
    throw new CodedError({
      code: "LOG-SERVER-START",
      message: `the log server ${task.host.name} ended as it started`,
      help: `Its output is in ${outputFile}.`,
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Ends it without warning, as a crash would. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  /** Asks it to stop, and makes sure that it does. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill("SIGTERM");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), stopWithinMs);
    await this.#ended;
    clearTimeout(timer);
  }
}
