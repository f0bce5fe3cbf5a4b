import { assert } from "../../base/index.js";
import type { Clock, Timers } from "../../io/index.js";
import { NodeClock } from "./node-clock.js";
import type { Simulation } from "./simulation.js";

/** What a program on a node is given for one life: from its start to the node's next crash. */
export interface Life {
  readonly clock: Clock;
  readonly timers: Timers;
  /**
   * Wraps a callback so that it runs only while this life lasts; while the node is paused it waits for the node to
   * go on. Whatever comes from outside (frames, finished writes) enters a node through this.
   */
  guard<Arguments extends readonly unknown[]>(
    callback: (...values: Arguments) => void,
  ): (...values: Arguments) => void;
}

/** How a node's clock differs from true time. */
export interface ClockOptions {
  /** What the clock shows at the start of the world. */
  readonly originUs?: number;
  /** Local seconds for each true second; 1.0001 gains 8.6 seconds a day. */
  readonly rate?: number;
}

/**
 * A machine that can crash (its memory is lost, what it had scheduled never happens), start again, and stand still
 * for a while (what comes meanwhile is handled when it goes on).
 */
export class SimNode {
  readonly name: string;
  readonly #simulation: Simulation;
  readonly #clock: NodeClock;
  #lives = 0;
  #up = false;
  #backlog: (() => void)[] | undefined;

  constructor(simulation: Simulation, name: string, options: ClockOptions = {}) {
    this.name = name;
    this.#simulation = simulation;
    this.#clock = new NodeClock(simulation, options.originUs ?? 0, options.rate ?? 1);
  }

  get isUp(): boolean {
    return this.#up;
  }

  /** How often the node has been started. */
  get lives(): number {
    return this.#lives;
  }

  /** Starts the node with nothing in its memory. */
  start(): Life {
    assert(!this.#up, `${this.name} is up`);
    this.#up = true;
    this.#lives += 1;
    const life = this.#lives;
    const guard: Life["guard"] =
      (callback) =>
      (...values) =>
        this.#enter(life, callback, values);
    return { clock: this.#clock, timers: this.#timers(guard), guard };
  }

  /** Ends the life: memory, timers and everything under way inside the node are gone. */
  crash(): void {
    assert(this.#up, `${this.name} is down`);
    this.#up = false;
    this.#backlog = undefined;
  }

  /** Lets the node stand still, as a stopped process does. */
  pause(): void {
    if (this.#up) this.#backlog ??= [];
  }

  /** Lets a node that stands still go on; it first handles what came meanwhile, in order. */
  resume(): void {
    const backlog = this.#backlog ?? [];
    this.#backlog = undefined;
    for (const callback of backlog) this.#simulation.schedule(0, callback);
  }

  /** Moves the node's clock. Backwards, it stands still until true time has caught up: it is monotonic. */
  jumpClock(byUs: number): void {
    this.#clock.jump(byUs);
  }

  #enter<Arguments extends readonly unknown[]>(
    life: number,
    callback: (...values: Arguments) => void,
    values: Arguments,
  ): void {
    if (!this.#up || life !== this.#lives) return;
    if (this.#backlog) this.#backlog.push(() => this.#enter(life, callback, values));
    else callback(...values);
  }

  #timers(guard: Life["guard"]): Timers {
    return {
      schedule: (delayUs, callback) =>
        this.#simulation.schedule(this.#clock.trueDelayUs(delayUs), guard(callback)),
    };
  }
}
