import { assert } from "../../base/index.js";
import type { Clock } from "../../io/index.js";

/** One operation as its caller saw it. */
export interface Operation<Input, Output> {
  readonly id: number;
  /** Who called; a process has at most one operation under way. */
  readonly process: string;
  readonly input: Input;
  /** Places in one order of all calls and returns of the history: unlike times they are never the same. */
  readonly calledAt: number;
  readonly calledUs: number;
  /** Absent when it never returned: its effect may have happened, and may still happen. */
  readonly returned?: {
    readonly at: number;
    readonly us: number;
    readonly output: Output;
  };
}

/** Records who called what, and what came back, in the order in which it happened. */
export class History<Input, Output> {
  readonly #clock: Clock;
  readonly #operations: Operation<Input, Output>[] = [];
  #events = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Every operation in the order of the calls. */
  get operations(): readonly Operation<Input, Output>[] {
    return this.#operations;
  }

  /** Notes a call; the number is for `complete`. */
  call(process: string, input: Input): number {
    const id = this.#operations.length;
    this.#operations.push({ id, process, input, calledAt: this.#stamp(), calledUs: this.#clock.nowUs() });
    return id;
  }

  /** Notes what an operation returned. */
  complete(id: number, output: Output): void {
    const operation = this.#operations[id];
    assert(operation !== undefined && operation.returned === undefined, `operation ${id} is not under way`);
    const returned = { at: this.#stamp(), us: this.#clock.nowUs(), output };
    this.#operations[id] = { ...operation, returned };
  }

  #stamp(): number {
    this.#events += 1;
    return this.#events;
  }
}
