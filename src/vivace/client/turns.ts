/** Lets those who want the same thing do so one after the other, in the order of asking. */
export class Turns {
  readonly #waiting = new Map<string, (() => void)[]>();

  /** Calls `begin` when it is the turn of the one who asks, perhaps at once. */
  take(name: string, begin: () => void): void {
    const waiting = this.#waiting.get(name);
    if (waiting !== undefined) {
      waiting.push(begin);
      return;
    }
    this.#waiting.set(name, []);
    begin();
  }

  /** Ends a turn. */
  release(name: string): void {
    const next = this.#waiting.get(name)?.shift();
    if (next === undefined) this.#waiting.delete(name);
    else next();
  }
}
