const slabBytesDefault = 65_536;

/** Memory for frames of which nobody says when they are done: many small ones share a piece, which goes with the last. */
export class FrameSlab {
  readonly #slabBytes: number;
  #slab = new Uint8Array(0);
  #used = 0;

  constructor(slabBytes = slabBytesDefault) {
    this.#slabBytes = slabBytes;
  }

  /** Room for one frame; what is in it before is undefined. */
  allocate(byteLength: number): Uint8Array {
    if (this.#used + byteLength > this.#slab.length) {
      this.#slab = new Uint8Array(Buffer.allocUnsafeSlow(Math.max(this.#slabBytes, byteLength)).buffer);
      this.#used = 0;
    }
    const frame = this.#slab.subarray(this.#used, this.#used + byteLength);
    this.#used += byteLength;
    return frame;
  }

  /** Lets the memory of a frame, or of the end of one, be used again, if it was the last one. */
  giveBack(frame: Uint8Array): void {
    const isLast = frame.byteOffset + frame.length === this.#used && frame.buffer === this.#slab.buffer;
    if (isLast) this.#used = frame.byteOffset;
  }

  /** A copy of a part of a ring. */
  copy(source: Uint8Array, start: number, end: number): Uint8Array {
    const frame = this.allocate(end - start);
    frame.set(source.subarray(start, end));
    return frame;
  }
}
