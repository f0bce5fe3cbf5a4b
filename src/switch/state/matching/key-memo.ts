const cells = 256;
const UNKNOWN = -1;

/**
 * What the last keys came to, for matches that take long to work out: programs look up few different keys, such as a
 * kind of message and some flags. A key has one cell, which the last one with the same hash has.
 */
export class KeyMemo {
  /** Bits that any entry looks at: keys that differ elsewhere are the same. */
  private readonly seen: Uint32Array;
  private readonly keys: Uint32Array;
  private readonly slots = new Int32Array(cells).fill(UNKNOWN);
  private isEmpty = true;
  /** The cell of the key that was looked for last. */
  private cell = 0;

  constructor(private readonly width: number) {
    this.seen = new Uint32Array(width);
    this.keys = new Uint32Array(cells * width);
  }

  /** An entry looks at these bits. */
  look(mask: Uint32Array): void {
    for (let index = 0; index < this.width; index++) {
      this.seen[index] = (this.seen[index] as number) | (mask[index] as number);
    }
  }

  /** The slot of a key, or -1 when it is not known. */
  find(key: Uint32Array): number {
    let hash = 0x2545f491;
    for (let index = 0; index < this.width; index++) {
      hash = Math.imul(hash ^ ((key[index] as number) & (this.seen[index] as number)), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    this.cell = hash & (cells - 1);
    const base = this.cell * this.width;
    for (let index = 0; index < this.width; index++) {
      const word = ((key[index] as number) & (this.seen[index] as number)) >>> 0;
      if (this.keys[base + index] !== word) return UNKNOWN;
    }
    return this.slots[this.cell] as number;
  }

  /** Remembers the slot of the key that was looked for last. */
  keep(key: Uint32Array, slot: number): void {
    const base = this.cell * this.width;
    for (let index = 0; index < this.width; index++) {
      this.keys[base + index] = (key[index] as number) & (this.seen[index] as number);
    }
    this.slots[this.cell] = slot;
    this.isEmpty = false;
  }

  /** Entries have changed. */
  forget(): void {
    if (this.isEmpty) return;
    this.slots.fill(UNKNOWN);
    this.isEmpty = true;
  }
}
