import type { Register } from "../model/index.js";
import { readWords, wordsOf, writeWords } from "../phv/words.js";

/** The cells of one register array, all zero at the start. */
export class RegisterArray {
  readonly wordsPerCell: number;
  /** Cell after cell, the most significant word first. */
  readonly words: Uint32Array;

  constructor(readonly register: Register) {
    this.wordsPerCell = wordsOf(register.width);
    this.words = new Uint32Array(register.size * this.wordsPerCell);
  }

  get size(): number {
    return this.register.size;
  }

  /** `index` must be a cell. */
  read(index: number): bigint {
    return readWords(this.words, index * this.wordsPerCell, this.wordsPerCell);
  }

  /** Stores a value cut to the width of a cell. */
  write(index: number, value: bigint): void {
    const cut = BigInt.asUintN(this.register.width, value);
    writeWords(this.words, index * this.wordsPerCell, this.wordsPerCell, cut);
  }
}
