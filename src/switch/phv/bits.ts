/** Reads `width` bits of a packet, most significant first. The caller checks that they are there. */
export function readBits(bytes: Uint8Array, bitOffset: number, width: number): bigint {
  let value = 0n;
  let position = bitOffset;
  const end = bitOffset + width;
  while (position < end) {
    const take = Math.min(8 - (position & 7), end - position);
    const byte = bytes[position >>> 3] ?? 0;
    const part = (byte >>> (8 - (position & 7) - take)) & ((1 << take) - 1);
    value = (value << BigInt(take)) | BigInt(part);
    position += take;
  }
  return value;
}

/** Collects bit strings one after the other into bytes. */
export class BitWriter {
  bits = 0;

  constructor(readonly bytes: Uint8Array) {}

  /** Whole bytes written so far; a last byte that is not full counts. */
  get length(): number {
    return (this.bits + 7) >>> 3;
  }

  /** Appends the lowest `width` bits of a value. The bytes must be zero where they are not yet written. */
  write(value: bigint, width: number): void {
    const rest = BigInt.asUintN(width, value);
    let left = width;
    while (left > 0) {
      const room = 8 - (this.bits & 7);
      const take = Math.min(room, left);
      const part = Number((rest >> BigInt(left - take)) & BigInt((1 << take) - 1));
      const index = this.bits >>> 3;
      this.bytes[index] = (this.bytes[index] ?? 0) | (part << (room - take));
      this.bits += take;
      left -= take;
    }
  }

  /** Appends whole bytes; what was written before must end on a byte. */
  append(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.bits >>> 3);
    this.bits += bytes.length * 8;
  }
}
