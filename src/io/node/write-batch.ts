import { recordLength, writeRecord } from "./record-format.js";

/** Told once when its record is durable, or why it may not be. */
export type Done = (failure?: Error) => void;

const bytesMin = 64 * 1024;
const bytesMax = 4 * 1024 * 1024;

/**
 * Records that go to disk with one write. They are copied into it once, when they are added, so that nothing of a
 * record has to be kept for the write; its memory is used again for the next batch.
 */
export class WriteBatch {
  #bytes = Buffer.allocUnsafe(bytesMin);
  #length = 0;
  #start = 0;
  #done: Done[] = [];

  /** Position of the first record. */
  get start(): number {
    return this.#start;
  }

  /** The records, one behind the other. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Whether so many bytes more still belong into it; a record of any length belongs into an empty one. */
  hasRoom(byteLength: number): boolean {
    return this.#length === 0 || this.#length + byteLength <= bytesMax;
  }

  /** Adds the record of a position; the first one says where the batch begins. */
  add(position: number, header: Uint8Array, body: Uint8Array, done: Done): void {
    if (this.#length === 0) this.#start = position;
    const end = this.#length + recordLength(header.length, body.length);
    if (end > this.#bytes.length) this.#grow(end);
    writeRecord(this.#bytes, this.#length, header, body);
    this.#length = end;
    this.#done.push(done);
  }

  /** Tells everybody how it went, and is empty again. */
  end(failure: Error | undefined): void {
    const waiting = this.#done;
    this.#done = [];
    this.#length = 0;
    for (const done of waiting) done(failure);
  }

  #grow(byteLength: number): void {
    let size = this.#bytes.length;
    while (size < byteLength) size *= 2;
    const grown = Buffer.allocUnsafe(size);
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}
