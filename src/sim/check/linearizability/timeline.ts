import type { CheckedOperation } from "./model.js";

interface Entry {
  readonly operation: number;
  readonly isReturn: boolean;
  previous: Entry | undefined;
  next: Entry | undefined;
}

/**
 * Calls and returns in the order in which they happened, as a doubly linked list from which the search takes
 * operations out and puts them back. Operations that did not return have a call only.
 */
export class Timeline {
  readonly #head: Entry = { operation: -1, isReturn: false, previous: undefined, next: undefined };
  readonly #calls: Entry[] = [];
  readonly #returns: (Entry | undefined)[] = [];
  #returnsLeft = 0;

  constructor(operations: readonly CheckedOperation<unknown, unknown>[]) {
    const stamped = operations.flatMap(({ calledAt, returnedAt }, operation) => {
      const call = { at: calledAt, operation, isReturn: false };
      return returnedAt === undefined ? [call] : [call, { at: returnedAt, operation, isReturn: true }];
    });
    stamped.sort((left, right) => left.at - right.at);
    let last = this.#head;
    for (const { operation, isReturn } of stamped) {
      const entry: Entry = { operation, isReturn, previous: last, next: undefined };
      last.next = entry;
      last = entry;
      if (isReturn) this.#returns[operation] = entry;
      else this.#calls[operation] = entry;
      if (isReturn) this.#returnsLeft += 1;
    }
  }

  /** Whether every operation that returned has been taken out. */
  get allReturnsTaken(): boolean {
    return this.#returnsLeft === 0;
  }

  /**
   * The operation whose return is the first one left; -1 when none is. Together with `choices` it tells which
   * operations are taken out: all that were called before it, but the choices.
   */
  get position(): number {
    let entry = this.#head.next;
    while (entry && !entry.isReturn) entry = entry.next;
    return entry?.operation ?? -1;
  }

  /** The operations that may come next: those called before the first return that is left. */
  choices(): readonly number[] {
    const found: number[] = [];
    for (let entry = this.#head.next; entry && !entry.isReturn; entry = entry.next)
      found.push(entry.operation);
    return found;
  }

  take(operation: number): void {
    unlink(this.#calls[operation]);
    const end = this.#returns[operation];
    unlink(end);
    if (end) this.#returnsLeft -= 1;
  }

  /** Undoes the last `take` that was not yet undone. */
  putBack(operation: number): void {
    const end = this.#returns[operation];
    relink(end);
    if (end) this.#returnsLeft += 1;
    relink(this.#calls[operation]);
  }
}

function unlink(entry: Entry | undefined): void {
  if (entry?.previous) entry.previous.next = entry.next;
  if (entry?.next) entry.next.previous = entry.previous;
}

function relink(entry: Entry | undefined): void {
  if (entry?.previous) entry.previous.next = entry;
  if (entry?.next) entry.next.previous = entry;
}
