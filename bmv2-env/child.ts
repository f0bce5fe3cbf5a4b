import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { Fault } from "./fault.js";

const stopWithinMs = 5_000;

/** What is started, and how. */
export interface ChildOptions {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
  /** File for what it prints. */
  readonly output: string;
  /** Whether it is one of ours, which says when it is ready and stops when its parent is gone. */
  readonly hasChannel: boolean;
  /** Told when it ends without having been asked to. */
  readonly onUnexpectedEnd: (name: string, how: string) => void;
}

/**
 * A process that belongs to this one. It is in a session of its own, so that Ctrl-C reaches only the parent, which
 * decides when its children stop.
 */
export class Child {
  readonly name: string;
  readonly pid: number;
  readonly output: string;
  /** Whether it is one of ours. */
  readonly hasChannel: boolean;
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown>;
  #stopping = false;

  private constructor(options: ChildOptions, process: ChildProcess, pid: number) {
    this.name = options.name;
    this.output = options.output;
    this.hasChannel = options.hasChannel;
    this.pid = pid;
    this.#process = process;
    this.#ended = once(process, "exit").then(([code, signal]: unknown[]) => {
      if (!this.#stopping) options.onUnexpectedEnd(this.name, `${code ?? signal}`);
    });
  }

  /** @throws Fault `CHILD-START` when there is no such program */
  static async start(options: ChildOptions): Promise<Child> {
    const [program, ...args] = options.command;
    const output = openSync(options.output, "a");
    const channel = options.hasChannel ? "ipc" : "ignore";
    const child = spawn(program, args, { stdio: ["ignore", output, output, channel], detached: true });
    closeSync(output);
    await once(child, "spawn").catch((error: Error) => {
      throw new Fault("CHILD-START", `${options.name}: ${error.message}`, `Is ${program} installed?`);
    });
    return new Child(options, child, child.pid ?? 0);
  }

  get isRunning(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /**
   * Waits until the process says that it is ready.
   *
   * @throws Fault `CHILD-ENDED` when it ends instead
   */
  async ready(): Promise<void> {
    const said = once(this.#process, "message").then(() => true);
    if (await Promise.race([said, this.#ended.then(() => false)])) return;
    throw this.ended();
  }

  /** What to say when the process ended too early. */
  ended(): Fault {
    return new Fault("CHILD-ENDED", `${this.name} ended as it started`, `Its output is in ${this.output}.`);
  }

  /** Ends it without warning, as a crash would. */
  async kill(): Promise<void> {
    this.#stopping = true;
    if (this.isRunning) this.#process.kill("SIGKILL");
    await this.#ended;
  }

  /** Asks it to stop, and makes sure that it does. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (!this.isRunning) return;
    this.#process.kill("SIGTERM");
    const timer = setTimeout(() => this.#process.kill("SIGKILL"), stopWithinMs);
    await this.#ended;
    clearTimeout(timer);
  }
}
