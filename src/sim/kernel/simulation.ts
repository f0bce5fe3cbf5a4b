import { assert, BinaryHeap } from "../../base/index.js";
import type { Cancel, Clock, Timers } from "../../io/index.js";

interface SimEvent {
  readonly timeUs: number;
  readonly sequence: number;
  /** Absent once the event was taken back. */
  run?: (() => void) | undefined;
}

/** The earlier event; of two at the same time the one that was scheduled first: no order is left to chance. */
function isBefore(left: SimEvent, right: SimEvent): boolean {
  return left.timeUs < right.timeUs || (left.timeUs === right.timeUs && left.sequence < right.sequence);
}

/**
 * Simulated time: nothing happens but what was scheduled, in the order of its time and then of its scheduling. It is
 * itself the true clock of its world; the clocks that nodes see are theirs (`SimNode`).
 *
 * @example
 * const simulation = new Simulation();
 * simulation.schedule(10, () => console.log(simulation.nowUs()));
 * simulation.runUntil(1000); // prints 10
 */
export class Simulation implements Clock, Timers {
  readonly #heap = new BinaryHeap<SimEvent>(isBefore);
  #nowUs = 0;
  #sequence = 0;
  #eventsRun = 0;

  nowUs(): number {
    return this.#nowUs;
  }

  /** How many events have happened so far. */
  get eventsRun(): number {
    return this.#eventsRun;
  }

  schedule(delayUs: number, callback: () => void): Cancel {
    assert(delayUs >= 0, `a delay of ${delayUs} microseconds`);
    const event: SimEvent = { timeUs: this.#nowUs + delayUs, sequence: this.#sequence, run: callback };
    this.#sequence += 1;
    this.#heap.push(event);
    return () => {
      event.run = undefined;
    };
  }

  /**
   * Lets time pass until `timeUs`, or until `finished` says so after an event.
   * @returns whether `finished` stopped it.
   */
  runUntil(timeUs: number, finished: () => boolean = () => false): boolean {
    for (
      let next = this.#heap.peek();
      next !== undefined && next.timeUs <= timeUs;
      next = this.#heap.peek()
    ) {
      this.#heap.pop();
      if (next.run === undefined) continue;
      this.#nowUs = next.timeUs;
      this.#eventsRun += 1;
      next.run();
      if (finished()) return true;
    }
    this.#nowUs = Math.max(this.#nowUs, timeUs);
    return false;
  }
}
