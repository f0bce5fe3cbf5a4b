import { type Random, randomBelow, randomFraction } from "../../../src/base/index.js";
import type { History, KeyedInput, RegisterOutput } from "../../../src/sim/index.js";
import type { Outcome, StartOperation } from "../../../src/vivace/index.js";
import { bytesOf, textOf } from "../support/show.js";
import type { VivaceWorld } from "./vivace-world.js";

/** What the processes of a run do. */
export interface WorkloadOptions {
  readonly rwKeys: number;
  readonly rmwKeys: number;
  /** The longest pause between two operations of a client. */
  readonly thinkUs: number;
}

/** One client's sequence of random operations, recorded as its caller sees them. */
export class Workload {
  readonly #world: VivaceWorld;
  readonly #client: string;
  readonly #history: History<KeyedInput, RegisterOutput>;
  readonly #options: WorkloadOptions;
  readonly #random: Random;
  #values = 0;
  #lives = 0;
  #isUnderWay = false;
  #isStopped = false;
  /** Codes of operations that failed, with how often they did. */
  readonly failures = new Map<string, number>();

  constructor(
    world: VivaceWorld,
    client: string,
    history: History<KeyedInput, RegisterOutput>,
    options: WorkloadOptions,
  ) {
    this.#world = world;
    this.#client = client;
    this.#history = history;
    this.#options = options;
    this.#random = world.streams.stream(`workload ${client}`);
  }

  get isUnderWay(): boolean {
    return this.#isUnderWay;
  }

  /** Begins anew; call it whenever the client's machine has started. */
  start(): void {
    this.#lives += 1;
    this.#isUnderWay = false;
    this.#next(this.#lives);
  }

  /** Lets the operation under way end, and begins no more. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Performs one operation and tells whether it succeeded. */
  perform(input: KeyedInput, start: StartOperation, ended: (isDone: boolean) => void): void {
    const { simulation } = this.#world;
    const id = this.#history.call(`${this.#client}.${this.#lives}.${simulation.eventsRun}`, input);
    this.#isUnderWay = true;
    this.#world.begin(this.#client, start, (outcome) => {
      this.#isUnderWay = false;
      if (outcome.kind === "done") this.#history.complete(id, outputOf(input, outcome));
      else this.failures.set(outcome.error.code, (this.failures.get(outcome.error.code) ?? 0) + 1);
      ended(outcome.kind === "done");
    });
  }

  /** Reads an object of either kind, by a command that changes nothing visible where that is needed. */
  read(key: string, ended: (isDone: boolean) => void): void {
    if (key.startsWith("rw")) this.perform({ kind: "read", key }, this.#read(key), ended);
    else this.#execute(key, ended);
  }

  #next(life: number): void {
    if (this.#isStopped || life !== this.#lives) return;
    const { rwKeys, rmwKeys, thinkUs } = this.#options;
    const again = () => {
      const pauseUs = randomFraction(this.#random) * thinkUs;
      this.#world.simulation.schedule(pauseUs, () => this.#next(life));
    };
    const chosen = randomBelow(this.#random, rwKeys + rmwKeys);
    if (chosen >= rwKeys) this.#execute(`rmw${chosen - rwKeys}`, again);
    else if (randomBelow(this.#random, 2) === 0) this.read(`rw${chosen}`, again);
    else this.#write(`rw${chosen}`, again);
  }

  #read(key: string): StartOperation {
    const place = this.#world.place(this.#client, key);
    return (core, number, time) => core.read(number, place, time);
  }

  #write(key: string, ended: (isDone: boolean) => void): void {
    const value = this.#newValue();
    const place = this.#world.place(this.#client, key);
    this.perform(
      { kind: "write", key, value },
      (core, number, time) => core.write(number, place, bytesOf(value), time),
      ended,
    );
  }

  #execute(key: string, ended: (isDone: boolean) => void): void {
    const value = this.#newValue();
    const place = this.#world.place(this.#client, key);
    const call = { name: "swap", argument: bytesOf(value) };
    const change = () => value;
    this.perform(
      { kind: "modify", key, change },
      (core, number, time) => core.execute(number, place, call, time),
      ended,
    );
  }

  #newValue(): string {
    this.#values += 1;
    return `${this.#client}-${this.#values}`;
  }
}

/** What an operation told its caller; a command tells what it found, after a 1, or a 0 when there was nothing. */
function outputOf(input: KeyedInput, outcome: Extract<Outcome, { kind: "done" }>): RegisterOutput {
  if (input.kind === "write") return {};
  const { value } = outcome;
  if (input.kind === "read") return { value: value && textOf(value) };
  return { value: value?.[0] === 1 ? textOf(value.subarray(1)) : undefined };
}
