import { concatBytes, decodeUtf8, encodeUtf8 } from "../base/index.js";

/** Writes big-endian numbers, and texts and bytes with their length in front. */
export class ByteWriter {
  readonly #parts: Uint8Array[] = [];

  uint(value: number, bytes: 1 | 2 | 4): this {
    const part = new Uint8Array(bytes);
    for (let at = 0; at < bytes; at += 1) part[at] = value >>> (8 * (bytes - 1 - at));
    this.#parts.push(part);
    return this;
  }

  uint64(value: bigint): this {
    return this.uint(Number(value >> 32n), 4).uint(Number(BigInt.asUintN(32, value)), 4);
  }

  bytes(value: Uint8Array): this {
    this.uint(value.length, 4);
    this.#parts.push(value);
    return this;
  }

  text(value: string): this {
    return this.bytes(encodeUtf8(value));
  }

  finish(): Uint8Array {
    return concatBytes(this.#parts);
  }
}

/** Bytes that ended too soon, or are no text. */
export class MalformedBytes extends Error {}

/** Reads what `ByteWriter` wrote; throws `MalformedBytes` when the bytes are others. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  uint(bytes: 1 | 2 | 4): number {
    let value = 0;
    for (const byte of this.#take(bytes)) value = value * 256 + byte;
    return value;
  }

  uint64(): bigint {
    return (BigInt(this.uint(4)) << 32n) | BigInt(this.uint(4));
  }

  bytes(): Uint8Array {
    return this.#take(this.uint(4));
  }

  text(): string {
    const text = decodeUtf8(this.bytes());
    if (text === undefined) throw new MalformedBytes("not UTF-8");
    return text;
  }

  #take(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new MalformedBytes(`${length} bytes at ${this.#at}`);
    const part = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return part;
  }
}
