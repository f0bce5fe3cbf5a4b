const EMPTY = 0;
const REMOVED = -1;

function mix(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

/**
 * Slots by keys of a fixed number of words: open addressing with linear probing over typed arrays. Keys lie in
 * arrays of the caller, from an offset on. Slots are positive.
 */
export class WordHash {
  private mask = 15;
  private slots = new Int32Array(16);
  private keys: Uint32Array;
  /** Cells that are in use or were. */
  private used = 0;
  private live = 0;

  constructor(private readonly width: number) {
    this.keys = new Uint32Array(16 * width);
  }

  private hash(words: Uint32Array, offset: number): number {
    let hash = 0x2545f491;
    for (let index = 0; index < this.width; index++) hash = mix(hash, words[offset + index] as number);
    return hash;
  }

  private equals(cell: number, words: Uint32Array, offset: number): boolean {
    const base = cell * this.width;
    for (let index = 0; index < this.width; index++) {
      if (this.keys[base + index] !== words[offset + index]) return false;
    }
    return true;
  }

  /** The cell of a key, or -1. */
  private cell(words: Uint32Array, offset: number): number {
    for (let cell = this.hash(words, offset) & this.mask; ; cell = (cell + 1) & this.mask) {
      const slot = this.slots[cell] as number;
      if (slot === EMPTY) return -1;
      if (slot !== REMOVED && this.equals(cell, words, offset)) return cell;
    }
  }

  /** The slot of a key; 0 if there is none. */
  get(words: Uint32Array, offset: number): number {
    const cell = this.cell(words, offset);
    return cell < 0 ? 0 : (this.slots[cell] as number);
  }

  /** Stores or replaces the slot of a key. */
  set(words: Uint32Array, offset: number, slot: number): void {
    const known = this.cell(words, offset);
    if (known >= 0) {
      this.slots[known] = slot;
      return;
    }
    if ((this.used + 1) * 2 > this.mask) this.rebuild();
    this.place(words, offset, slot);
    this.live += 1;
  }

  delete(words: Uint32Array, offset: number): void {
    const cell = this.cell(words, offset);
    if (cell < 0) return;
    this.slots[cell] = REMOVED;
    this.live -= 1;
  }

  private place(words: Uint32Array, offset: number, slot: number): void {
    let cell = this.hash(words, offset) & this.mask;
    while (this.slots[cell] !== EMPTY) cell = (cell + 1) & this.mask;
    this.slots[cell] = slot;
    const base = cell * this.width;
    for (let index = 0; index < this.width; index++)
      this.keys[base + index] = words[offset + index] as number;
    this.used += 1;
  }

  /** Makes room, and forgets removed cells. */
  private rebuild(): void {
    const { slots, keys } = this;
    const cells = Math.max(16, 2 ** Math.ceil(Math.log2((this.live + 1) * 4)));
    this.mask = cells - 1;
    this.slots = new Int32Array(cells);
    this.keys = new Uint32Array(cells * this.width);
    this.used = 0;
    for (let cell = 0; cell < slots.length; cell++) {
      const slot = slots[cell] as number;
      if (slot > 0) this.place(keys, cell * this.width, slot);
    }
  }
}
