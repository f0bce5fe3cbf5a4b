import { type LogEntry, logError } from "../../src/ringworld/index.js";

/** A log that keeps its entries in memory: one writer, always committed. */
export class MemoryLog {
  readonly #entries: LogEntry[] = [];
  #trimmedBelow = 1n;

  async append(value: Uint8Array, { stream = 0 }: { stream?: number } = {}): Promise<{ index: bigint }> {
    const index = BigInt(this.#entries.length + 1);
    this.#entries.push({
      index,
      client: 7n,
      request: Number(index),
      stream,
      value: Uint8Array.from(value),
      junk: false,
    });
    return { index };
  }

  /** Fills the next index with junk. */
  fill(): void {
    const index = BigInt(this.#entries.length + 1);
    this.#entries.push({ index, client: 0n, request: 0, stream: 0, value: new Uint8Array(0), junk: true });
  }

  async read(index: bigint): Promise<LogEntry> {
    if (index < this.#trimmedBelow) throw logError("LOG-TRIMMED", `read of index ${index}`);
    const entry = this.#entries[Number(index) - 1];
    if (entry === undefined) throw logError("LOG-OUT-OF-BOUNDS", `read of index ${index}`);
    return entry;
  }

  async trim(index: bigint): Promise<void> {
    this.#trimmedBelow = index;
  }

  async tail(): Promise<bigint> {
    return BigInt(this.#entries.length);
  }
}
