/** What the calls of one connection hold in memory together: messages that are coming, and answers that wait. */
export class SessionBudget {
  readonly #bytesMax: number;
  #bytes = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** Whether the connection holds more than it may; whoever asks for more is refused until it holds less. */
  get isExceeded(): boolean {
    return this.#bytes > this.#bytesMax;
  }

  /** A call holds so many bytes more, or less. */
  add(bytes: number): void {
    this.#bytes += bytes;
  }
}
