/** The last bytes of a stream, in memory: who follows a log reads what was just written. */
export class RecentBytes {
  readonly #ring: Uint8Array;
  /** Positions in the stream of the first byte that is kept and of the one behind the last. */
  #start: number;
  #end: number;

  /** @param end the position of the first byte to come */
  constructor(byteLength: number, end: number) {
    this.#ring = new Uint8Array(byteLength);
    this.#start = end;
    this.#end = end;
  }

  /** Takes in what follows. */
  add(bytes: Uint8Array): void {
    const { length } = this.#ring;
    this.#end += bytes.length;
    this.#start = Math.max(this.#start, this.#end - length);
    const kept = bytes.subarray(-length);
    const at = (this.#end - kept.length) % length;
    const first = kept.subarray(0, length - at);
    this.#ring.set(first, at);
    this.#ring.set(kept.subarray(first.length), 0);
  }

  /** A copy of bytes from a position on, as many as there are up to `byteLengthMax`; undefined when none are kept. */
  copy(position: number, byteLengthMax: number): Buffer | undefined {
    if (position < this.#start || position >= this.#end) return undefined;
    const byteLength = Math.min(byteLengthMax, this.#end - position);
    const at = position % this.#ring.length;
    const copy = Buffer.allocUnsafeSlow(byteLength);
    const first = this.#ring.subarray(at, at + byteLength);
    copy.set(first);
    copy.set(this.#ring.subarray(0, byteLength - first.length), first.length);
    return copy;
  }
}
