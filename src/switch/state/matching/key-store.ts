/** Keys by slot in one array that grows. */
export class KeyStore {
  words: Uint32Array;

  constructor(private readonly width: number) {
    this.words = new Uint32Array(16 * width);
  }

  /** Where the key of a slot lies in `words`, which may be a new array after this. */
  place(slot: number): number {
    const offset = slot * this.width;
    if (offset + this.width > this.words.length) {
      const grown = new Uint32Array(Math.max(offset + this.width, this.words.length * 2));
      grown.set(this.words);
      this.words = grown;
    }
    return offset;
  }
}
