/** Bytes before each frame in a datagram: its length, big-endian. */
const lengthBytes = 2;

/** Frames that share a datagram, each with its length before it. */
export class FrameBatch {
  readonly #bytesMax: number;
  #frames: Uint8Array[] = [];
  #byteLength = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get isEmpty(): boolean {
    return this.#frames.length === 0;
  }

  /** Whether a frame still fits; any frame fits an empty batch. */
  fits(frame: Uint8Array): boolean {
    return this.isEmpty || this.#byteLength + lengthBytes + frame.length <= this.#bytesMax;
  }

  add(frame: Uint8Array): void {
    this.#frames.push(frame);
    this.#byteLength += lengthBytes + frame.length;
  }

  /** Takes the frames out, as one datagram. */
  take(): Buffer {
    const datagram = Buffer.allocUnsafe(this.#byteLength);
    let offset = 0;
    for (const frame of this.#frames) {
      datagram.writeUInt16BE(frame.length, offset);
      datagram.set(frame, offset + lengthBytes);
      offset += lengthBytes + frame.length;
    }
    this.#frames = [];
    this.#byteLength = 0;
    return datagram;
  }
}

/**
 * Hands the frames of a datagram to `receive`, as views of it. Says false when the datagram ends within a frame or
 * holds an empty one; frames before that have been handed over.
 */
export function splitDatagram(datagram: Uint8Array, receive: (frame: Uint8Array) => void): boolean {
  let offset = 0;
  while (offset < datagram.length) {
    const length = ((datagram[offset] ?? 0) << 8) | (datagram[offset + 1] ?? 0);
    const end = offset + lengthBytes + length;
    if (length === 0 || end > datagram.length) return false;
    receive(datagram.subarray(offset + lengthBytes, end));
    offset = end;
  }
  return true;
}
