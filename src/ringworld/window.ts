/**
 * How many appends may be under way at once. It grows by one for each window that was committed and halves when a
 * leader refuses an index as too far ahead, at most once for each window: additive increase, multiplicative decrease.
 */
export class Window {
  readonly #max: number;
  readonly #min: number;
  #size: number;
  #untilNextCut = 0;

  constructor(min: number, max: number) {
    this.#min = Math.min(min, max);
    this.#max = max;
    this.#size = max;
  }

  get size(): number {
    return Math.floor(this.#size);
  }

  /** An append was committed. */
  grow(): void {
    this.#size = Math.min(this.#max, this.#size + 1 / this.#size);
    this.#untilNextCut -= 1;
  }

  /** An index was refused as outside the leader's window. */
  cut(): void {
    if (this.#untilNextCut > 0) return;
    this.#size = Math.max(this.#min, this.#size / 2);
    this.#untilNextCut = this.#size;
  }
}
