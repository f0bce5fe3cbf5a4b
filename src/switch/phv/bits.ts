import { writeWideBits } from "../../base/index.js";

/** Collects bit strings one after the other into bytes. */
export class BitWriter {
  bits = 0;

  constructor(readonly bytes: Uint8Array) {}

  /** Whole bytes written so far; a last byte that is not full counts. */
  get length(): number {
    return (this.bits + 7) >>> 3;
  }

  /** Appends the lowest `width` bits of a value. */
  write(value: bigint, width: number): void {
    writeWideBits(this.bytes, this.bits, width, value);
    this.bits += width;
  }

  /** Appends whole bytes; what was written before must end on a byte. */
  append(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.bits >>> 3);
    this.bits += bytes.length * 8;
  }
}
