import { BinaryHeap } from "../base/index.js";

/** Something to do at a time that can be moved or taken back. */
export class Deadline {
  readonly run: () => void;
  /** Which of the agenda's notes about this deadline counts; 0 for none. */
  note = 0;

  constructor(run: () => void) {
    this.run = run;
  }
}

interface Note {
  readonly atUs: number;
  readonly number: number;
  readonly deadline: Deadline;
}

/** Deadlines by time. Moving one leaves its old note behind, which is skipped when it comes up. */
export class Agenda {
  readonly #notes = new BinaryHeap<Note>(
    (left, right) => left.atUs < right.atUs || (left.atUs === right.atUs && left.number < right.number),
  );
  #lastNumber = 0;

  /** Lets `deadline` run at `atUs`, and at no other time. */
  set(deadline: Deadline, atUs: number): void {
    this.#lastNumber += 1;
    deadline.note = this.#lastNumber;
    this.#notes.push({ atUs, number: this.#lastNumber, deadline });
  }

  /** Takes a deadline back. */
  cancel(deadline: Deadline): void {
    deadline.note = 0;
  }

  /** When the next deadline is; undefined when there is none. */
  nextUs(): number | undefined {
    return this.#next()?.atUs;
  }

  /** Runs what is due at `nowUs`, oldest first; also what that adds, as long as it is due. */
  run(nowUs: number): void {
    for (let note = this.#next(); note !== undefined && note.atUs <= nowUs; note = this.#next()) {
      this.#notes.pop();
      note.deadline.note = 0;
      note.deadline.run();
    }
  }

  #next(): Note | undefined {
    for (let note = this.#notes.peek(); note !== undefined; note = this.#notes.peek()) {
      if (note.deadline.note === note.number) return note;
      this.#notes.pop();
    }
    return undefined;
  }
}
