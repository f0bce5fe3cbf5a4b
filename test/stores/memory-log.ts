import { type Random, randomBelow } from "../../src/base/index.js";
import type { AppendOptions, LogPosition, Pack } from "../../src/ringworld/index.js";
import type { SharedLog } from "../../src/stores/index.js";

/** Values that will stand together, once they are written. */
interface OpenPack {
  readonly stream: number;
  readonly values: Uint8Array[];
  readonly index: Promise<bigint>;
}

/** A log in memory that behaves as badly as the real one may: it is slow, packs and repeats appends, and has junk. */
export class MemoryLog implements SharedLog {
  readonly packs: Pack[] = [];
  readonly #random: Random;
  readonly #client: bigint;
  #request = 0;
  #open: OpenPack | undefined;

  constructor(random: Random, client = 7n) {
    this.#random = random;
    this.#client = client;
  }

  async append(value: Uint8Array, { stream = 0 }: AppendOptions = {}): Promise<LogPosition> {
    const open = this.#open?.stream === stream ? this.#open : this.#begin(stream);
    const place = open.values.push(value.slice()) - 1;
    return { index: await open.index, place };
  }

  #begin(stream: number): OpenPack {
    const values: Uint8Array[] = [];
    const open = { stream, values, index: this.#write(stream, values) };
    this.#open = open;
    return open;
  }

  /** What is appended before it is written is packed with it. */
  async #write(stream: number, values: readonly Uint8Array[]): Promise<bigint> {
    this.#request += 1;
    const request = this.#request;
    await this.#pass();
    if (this.#open?.values === values) this.#open = undefined;
    const pack = { client: this.#client, request, stream, values, junk: false };
    if (randomBelow(this.#random, 8) === 0)
      this.#push({ client: 0n, request: 0, stream: 0, values: [new Uint8Array()], junk: true });
    const first = this.#push(pack);
    await this.#pass();
    if (randomBelow(this.#random, 4) !== 0) return first;
    // A copy of the same pack: the client learns of either.
    const second = this.#push(pack);
    return randomBelow(this.#random, 2) === 0 ? first : second;
  }

  async readPack(index: bigint): Promise<Pack> {
    await this.#pass();
    const pack = this.packs[Number(index) - 1];
    if (pack === undefined) throw new Error(`no index ${index}`);
    return pack;
  }

  async tail(): Promise<bigint> {
    await this.#pass();
    return BigInt(this.packs.length);
  }

  #push(pack: Omit<Pack, "index">): bigint {
    const index = BigInt(this.packs.length + 1);
    this.packs.push({ ...pack, index });
    return index;
  }

  /** Lets others go first, now and then. */
  async #pass(): Promise<void> {
    for (let turn = randomBelow(this.#random, 6); turn > 0; turn -= 1) await Promise.resolve();
  }
}
