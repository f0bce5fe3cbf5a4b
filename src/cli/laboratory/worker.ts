import type { ChildProcess } from "node:child_process";
import { CodedError } from "../../base/index.js";
import { forkRingworld } from "../fabric/fork.js";

/** Where and as what a worker runs. */
export interface WorkerStart {
  readonly name: string;
  /** Arguments of `ringworld`. */
  readonly args: readonly string[];
  /** Absent: the namespace of this process. */
  readonly namespace?: string;
  readonly outputFile: string;
}

/** What a worker sends to its parent. */
export type WorkerMessage =
  | { readonly kind: "ready"; readonly value: unknown }
  | { readonly kind: "answer"; readonly id: number; readonly value: unknown }
  | { readonly kind: "failed"; readonly id: number; readonly reason: string };

/** What a parent asks of its worker. */
export interface WorkerQuestion {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

const stopWithinMs = 5_000;

/** A process of ours, perhaps in another network namespace, that answers questions. */
export class Worker {
  /** What it said when it was ready. */
  readonly ready: unknown;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #lastId = 0;

  private constructor(name: string, child: ChildProcess, ended: Promise<void>, ready: unknown) {
    this.ready = ready;
    this.#child = child;
    this.#ended = ended;
    child.on("message", (message: WorkerMessage) => this.#take(name, message));
    void ended.then(() => {
      for (const { reject } of this.#waiting.values()) reject(faulty(name, "it has ended"));
    });
  }

  /** @throws CodedError `LAB-WORKER` when it ends instead of being ready */
  static async start({ name, args, namespace, outputFile }: WorkerStart): Promise<Worker> {
    const child = forkRingworld(args, outputFile, namespace);
    const ended = new Promise<void>((resolve) => {
      child.once("exit", () => resolve());
      child.once("error", () => resolve());
    });
    const said = new Promise<WorkerMessage | undefined>((resolve) => {
      child.once("message", (message: WorkerMessage) => resolve(message));
      void ended.then(() => resolve(undefined));
    });
    const first = await said;
    if (first?.kind === "ready") return new Worker(name, child, ended, first.value);
    child.kill("SIGKILL");
    throw faulty(name, `it ended as it started; its output is in ${outputFile}`);
  }

  /** @throws CodedError `LAB-WORKER` when it fails or has ended */
  ask(name: string, argument: unknown = null): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      const question: WorkerQuestion = { id, name, argument };
      this.#child.send(question, (error) => error && reject(faulty(name, error.message)));
    });
  }

  async stop(): Promise<void> {
    this.#child.kill("SIGTERM");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), stopWithinMs);
    await this.#ended;
    clearTimeout(timer);
  }

  #take(name: string, message: WorkerMessage): void {
    if (message.kind === "ready") return;
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.kind === "answer") waiting?.resolve(message.value);
    else waiting?.reject(faulty(name, message.reason));
  }
}

function faulty(name: string, reason: string): CodedError {
  return new CodedError({
    code: "LAB-WORKER",
    message: `${name}: ${reason}`,
    help: "What it has printed is in a file of its name in the laboratory's directory.",
  });
}
