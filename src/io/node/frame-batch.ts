/** Bytes before each frame in a datagram: its length, big-endian. */
const lengthBytes = 2;

const roomMin = 4096;

/** Frames that share a datagram, each with its length before it. */
export class FrameBatch {
  readonly #bytesMax: number;
  #bytes = new Uint8Array(roomMin);
  #length = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** Whether a frame still fits; any frame fits an empty batch. */
  fits(frame: Uint8Array): boolean {
    return this.isEmpty || this.#length + lengthBytes + frame.length <= this.#bytesMax;
  }

  /** Copies a frame into the datagram. */
  add(frame: Uint8Array): void {
    const at = this.#length;
    this.#length += lengthBytes + frame.length;
    if (this.#length > this.#bytes.length) this.#grow(at);
    this.#bytes[at] = frame.length >>> 8;
    this.#bytes[at + 1] = frame.length;
    this.#bytes.set(frame, at + lengthBytes);
  }

  /** Takes the frames out, as one datagram: a view, good until the next `add`. */
  take(): Uint8Array {
    const datagram = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return datagram;
  }

  #grow(used: number): void {
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length));
    grown.set(this.#bytes.subarray(0, used));
    this.#bytes = grown;
  }
}

/** What became of a datagram. */
export interface SplitDatagram {
  /** False: it ends within a frame or holds an empty one; frames before that have been handed over. */
  readonly isWhole: boolean;
  /** Whether every receiver said true: it has done with its frame. */
  readonly isDone: boolean;
}

/** Hands the frames of a datagram to `receive`, as views of it. */
export function splitDatagram(datagram: Uint8Array, receive: (frame: Uint8Array) => unknown): SplitDatagram {
  let offset = 0;
  let isDone = true;
  while (offset < datagram.length) {
    const length = ((datagram[offset] ?? 0) << 8) | (datagram[offset + 1] ?? 0);
    const end = offset + lengthBytes + length;
    if (length === 0 || end > datagram.length) return { isWhole: false, isDone };
    if (receive(datagram.subarray(offset + lengthBytes, end)) !== true) isDone = false;
    offset = end;
  }
  return { isWhole: true, isDone };
}
