/** A clock and timers that move only when told to. */
export class ManualTime {
  private now = 0;
  private order = 0;
  private due: { atUs: number; order: number; callback: () => void }[] = [];

  nowUs(): number {
    return this.now;
  }

  /** How many callbacks wait. */
  get scheduled(): number {
    return this.due.length;
  }

  schedule(delayUs: number, callback: () => void): () => void {
    const entry = { atUs: this.now + delayUs, order: this.order++, callback };
    this.due.push(entry);
    return () => {
      this.due = this.due.filter((other) => other !== entry);
    };
  }

  /** Lets time pass and calls what comes due, in order. */
  advance(deltaUs: number): void {
    const endUs = this.now + deltaUs;
    for (let next = this.next(endUs); next !== undefined; next = this.next(endUs)) {
      this.due = this.due.filter((other) => other !== next);
      this.now = Math.max(this.now, next.atUs);
      next.callback();
    }
    this.now = endUs;
  }

  private next(endUs: number) {
    return this.due
      .filter((entry) => entry.atUs <= endUs)
      .sort((a, b) => a.atUs - b.atUs || a.order - b.order)[0];
  }
}
