import { type LogPosition, logError, type Pack } from "../../src/ringworld/index.js";

/** A log that keeps its entries in memory: one writer, always committed. */
export class MemoryLog {
  readonly #packs: Pack[] = [];
  #trimmedBelow = 1n;

  async append(value: Uint8Array, { stream = 0 }: { stream?: number } = {}): Promise<LogPosition> {
    const index = BigInt(this.#packs.length + 1);
    this.#packs.push({
      index,
      client: 7n,
      request: Number(index),
      stream,
      values: [Uint8Array.from(value)],
      junk: false,
    });
    return { index, place: 0 };
  }

  /** Fills the next index with junk. */
  fill(): void {
    const index = BigInt(this.#packs.length + 1);
    this.#packs.push({ index, client: 0n, request: 0, stream: 0, values: [new Uint8Array(0)], junk: true });
  }

  async readPack(index: bigint): Promise<Pack> {
    if (index < this.#trimmedBelow) throw logError("LOG-TRIMMED", `read of index ${index}`);
    const pack = this.#packs[Number(index) - 1];
    if (pack === undefined) throw logError("LOG-OUT-OF-BOUNDS", `read of index ${index}`);
    return pack;
  }

  async trim(index: bigint): Promise<void> {
    this.#trimmedBelow = index;
  }

  async tail(): Promise<bigint> {
    return BigInt(this.#packs.length);
  }
}
