import { isLarge, takeMemory } from "./large-memory.js";

const pieceBytes = 1 << 16;

/**
 * Memory for byte arrays that are made by the thousand, cut from large pieces: a piece of memory of its own costs far
 * more than a view. No two overlap, and a piece lives as long as any array cut from it.
 */
export class ByteSlab {
  #piece = new Uint8Array(0);
  #used = 0;

  /** So many bytes, all 0. Many of them get memory of their own, so that they keep no piece alive; `recycle` takes it. */
  take(length: number): Uint8Array {
    if (isLarge(length)) return takeMemory(length).fill(0);
    if (this.#used + length > this.#piece.length) {
      this.#piece = new Uint8Array(pieceBytes);
      this.#used = 0;
    }
    const bytes = new Uint8Array(this.#piece.buffer, this.#used, length);
    this.#used += length;
    return bytes;
  }

  /** The same bytes once more. */
  copy(bytes: Uint8Array): Uint8Array {
    const copy = this.take(bytes.length);
    copy.set(bytes);
    return copy;
  }
}
