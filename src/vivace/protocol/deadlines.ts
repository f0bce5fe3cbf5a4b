import { BinaryHeap } from "../../base/index.js";

interface Note {
  readonly atUs: number;
  readonly number: number;
  run: (() => void) | undefined;
}

/** Takes back what `Deadlines.set` has set. */
export type Forget = () => void;

/** What is to be done when, by time and then by the order of setting. */
export class Deadlines {
  readonly #notes = new BinaryHeap<Note>(
    (left, right) => left.atUs < right.atUs || (left.atUs === right.atUs && left.number < right.number),
  );
  #count = 0;

  set(atUs: number, run: () => void): Forget {
    this.#count += 1;
    const note: Note = { atUs, number: this.#count, run };
    this.#notes.push(note);
    return () => {
      note.run = undefined;
    };
  }

  /** When the next thing is due; undefined when nothing is. */
  nextUs(): number | undefined {
    return this.#next()?.atUs;
  }

  /** Does what is due at `nowUs`, also what that adds. */
  run(nowUs: number): void {
    for (let note = this.#next(); note !== undefined && note.atUs <= nowUs; note = this.#next()) {
      this.#notes.pop();
      note.run?.();
    }
  }

  #next(): Note | undefined {
    while (this.#notes.peek() !== undefined && this.#notes.peek()?.run === undefined) this.#notes.pop();
    return this.#notes.peek();
  }
}
