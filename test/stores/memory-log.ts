import { type Random, randomBelow } from "../../src/base/index.js";
import type { AppendOptions, LogEntry } from "../../src/ringworld/index.js";
import type { SharedLog } from "../../src/stores/index.js";

/** A log in memory that behaves as badly as the real one may: it is slow, repeats appends, and has junk. */
export class MemoryLog implements SharedLog {
  readonly entriesInOrder: LogEntry[] = [];
  readonly #random: Random;
  readonly #client: bigint;
  #request = 0;

  constructor(random: Random, client = 7n) {
    this.#random = random;
    this.#client = client;
  }

  async append(value: Uint8Array, { stream = 0 }: AppendOptions = {}): Promise<{ readonly index: bigint }> {
    this.#request += 1;
    const entry = { client: this.#client, request: this.#request, stream, value: value.slice(), junk: false };
    await this.#pass();
    if (randomBelow(this.#random, 8) === 0)
      this.#push({ client: 0n, request: 0, stream: 0, value: new Uint8Array(), junk: true });
    const first = this.#push(entry);
    await this.#pass();
    if (randomBelow(this.#random, 4) !== 0) return { index: first };
    // A copy of the same append: the client learns of either.
    const second = this.#push(entry);
    return { index: randomBelow(this.#random, 2) === 0 ? first : second };
  }

  async read(index: bigint): Promise<LogEntry> {
    await this.#pass();
    const entry = this.entriesInOrder[Number(index) - 1];
    if (entry === undefined) throw new Error(`no entry ${index}`);
    return entry;
  }

  async tail(): Promise<bigint> {
    await this.#pass();
    return BigInt(this.entriesInOrder.length);
  }

  #push(entry: Omit<LogEntry, "index">): bigint {
    const index = BigInt(this.entriesInOrder.length + 1);
    this.entriesInOrder.push({ ...entry, index });
    return index;
  }

  /** Lets others go first, now and then. */
  async #pass(): Promise<void> {
    for (let turn = randomBelow(this.#random, 6); turn > 0; turn -= 1) await Promise.resolve();
  }
}
