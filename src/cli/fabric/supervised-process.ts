import type { ChildProcess } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { CodedError } from "../../base/index.js";
import { isTaskDone } from "./changed-task.js";
import { forkRingworld } from "./fork.js";

const stopWithinMs = 5_000;
/** A process needs a processor to start, and the others need theirs to go on without it: they are given a head start. */
const restartAfterMs = 500;
/** A process that does not come up so many times in a row is left dead. */
const failuresMax = 5;

/** Told when a process ended by itself; it is started again. */
export type RestartListener = (name: string, reason: string) => void;

/** What a supervised process is. */
export interface SupervisedOptions {
  readonly name: string;
  /** Arguments of `ringworld`. */
  readonly args: readonly string[];
  /** Where what it prints goes. */
  readonly outputFile: string;
  /** Where its process number goes; absent: nowhere. */
  readonly pidFile?: string;
  /** Code of the error when it ends instead of starting. */
  readonly code: string;
  readonly onRestart: RestartListener;
  /** Told what the process says besides `ready`. */
  readonly onMessage?: (message: unknown, process: SupervisedProcess) => void;
  /** The network namespace in which it runs; absent: this one. */
  readonly namespace?: string;
  /** Aborted when nobody wants it any more: one that is not ready yet is stopped. */
  readonly aborted?: AbortSignal;
}

/** A command in a process of its own that says `ready`. When it ends unasked, it is started again on the same state. */
export class SupervisedProcess {
  readonly #options: SupervisedOptions;
  #args: readonly string[];
  /** What it was told and has not said to be done, by number. */
  readonly #told = new Map<number, () => void>();
  #lastTold = 0;
  #child: ChildProcess | undefined;
  #isReady = false;
  #stopping = false;
  #watching: Promise<void> = Promise.resolve();

  private constructor(options: SupervisedOptions) {
    this.#options = options;
    this.#args = options.args;
  }

  /**
   * Starts a process and waits until it is ready.
   *
   * @throws CodedError with the given code when it ends instead; the reason of `aborted` when that comes first
   */
  static async start(options: SupervisedOptions): Promise<SupervisedProcess> {
    const { aborted } = options;
    aborted?.throwIfAborted();
    const supervised = new SupervisedProcess(options);
    const { child, ended, ready } = supervised.#spawn();
    supervised.#watching = ended;
    const abandon = () => void supervised.stop();
    aborted?.addEventListener("abort", abandon);
    const isReady = await ready;
    aborted?.removeEventListener("abort", abandon);
    if (aborted?.aborted === true) {
      await supervised.stop();
      throw aborted.reason;
    }
    if (isReady) {
      supervised.#isReady = true;
      supervised.#watching = supervised.#watch(child, ended);
      return supervised;
    }
    const { code, name, outputFile } = options;
    throw new CodedError({
      code,
      message: `${name} ended as it started`,
      help: `Its output is in ${outputFile}.`,
    });
  }

  get name(): string {
    return this.#options.name;
  }

  /** Whether it has said so and still runs. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** The process that runs now, if one does. */
  get pid(): number | undefined {
    return this.#child?.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined;
  }

  /**
   * Tells the process that its task is another now, and resolves when it has said that this one is done. If it ends
   * meanwhile, it is started again with `args`, which say the same.
   */
  async changeTask(args: readonly string[], task: object): Promise<void> {
    this.#args = args;
    const child = this.#child;
    if (child === undefined || !child.connected) return;
    this.#lastTold += 1;
    const number = this.#lastTold;
    const done = new Promise<void>((resolve) => {
      this.#told.set(number, resolve);
      child.once("exit", () => resolve());
    });
    this.tell({ number, task });
    await done;
    this.#told.delete(number);
  }

  /** Sends a message to the process; one that ends does not get it. */
  tell(message: object): void {
    if (this.#child?.connected === true) this.#child.send(message, () => undefined);
  }

  /** Ends the process as a crash would; it is started again. */
  kill(): void {
    this.#isReady = false;
    this.#child?.kill("SIGKILL");
  }

  /** Asks it to stop, and makes sure that it does. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#child?.kill("SIGTERM");
    const timer = setTimeout(() => this.#child?.kill("SIGKILL"), stopWithinMs);
    await this.#watching;
    clearTimeout(timer);
    if (this.#options.pidFile !== undefined) rmSync(this.#options.pidFile, { force: true });
  }

  #spawn() {
    const { outputFile, namespace } = this.#options;
    const child = forkRingworld(this.#args, outputFile, namespace);
    this.#child = child;
    const { pidFile } = this.#options;
    if (pidFile !== undefined) writeFileSync(pidFile, `${child.pid}\n`);
    const ended = new Promise<void>((resolve) => {
      child.once("exit", () => resolve());
      child.once("error", () => resolve());
    });
    const told = new Promise<true>((resolve) => {
      child.on("message", (message) => {
        if (message === "ready") resolve(true);
        else if (isTaskDone(message)) this.#told.get(message.done)?.();
        else this.#options.onMessage?.(message, this);
      });
    });
    return { child, ended, ready: Promise.race([told, ended.then(() => false)]) };
  }

  /** Starts the process again whenever it ends, until `stop`, or until it fails too often. */
  async #watch(first: ChildProcess, firstEnded: Promise<unknown>): Promise<void> {
    const { name, outputFile, onRestart } = this.#options;
    let child = first;
    let ended = firstEnded;
    for (let failures = 0; failures < failuresMax; ) {
      await ended;
      this.#isReady = false;
      if (this.#stopping) return;
      onRestart(name, child.signalCode ?? `exit code ${child.exitCode}`);
      await wait(restartAfterMs * 2 ** failures);
      if (this.#stopping) return;
      const next = this.#spawn();
      ({ child, ended } = next);
      this.#isReady = await next.ready;
      failures = this.#isReady ? 0 : failures + 1;
    }
    onRestart(name, `does not start: see ${outputFile}; it stays down`);
  }
}
