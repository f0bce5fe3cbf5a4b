/**
 * Reads `width` bits (1 … 32) that begin `bitOffset` bits into `bytes`, most significant bit first.
 *
 * @example
 * readBits(Uint8Array.of(0x45, 0xb8), 8, 6); // 46: the DSCP of an IPv4 header
 */
export function readBits(bytes: Uint8Array, bitOffset: number, width: number): number {
  let value = 0;
  let missing = width;
  let position = bitOffset;
  while (missing > 0) {
    const available = 8 - (position & 7);
    const taken = Math.min(available, missing);
    const chunk = ((bytes[position >>> 3] ?? 0) >>> (available - taken)) & ((1 << taken) - 1);
    value = value * 2 ** taken + chunk;
    position += taken;
    missing -= taken;
  }
  return value;
}

/** Writes the low `width` bits (1 … 32) of `value` where `readBits` finds them; the bits around them stay. */
export function writeBits(bytes: Uint8Array, bitOffset: number, width: number, value: number): void {
  let missing = width;
  let position = bitOffset;
  while (missing > 0) {
    const available = 8 - (position & 7);
    const taken = Math.min(available, missing);
    const mask = (1 << taken) - 1;
    const chunk = Math.floor(value / 2 ** (missing - taken)) & mask;
    const shift = available - taken;
    const at = position >>> 3;
    bytes[at] = ((bytes[at] ?? 0) & ~(mask << shift)) | (chunk << shift);
    position += taken;
    missing -= taken;
  }
}

/** As `readBits`, for fields of any width. */
export function readWideBits(bytes: Uint8Array, bitOffset: number, width: number): bigint {
  let value = 0n;
  let missing = width;
  let position = bitOffset;
  while (missing > 0) {
    const taken = Math.min(32, missing);
    value = (value << BigInt(taken)) | BigInt(readBits(bytes, position, taken));
    position += taken;
    missing -= taken;
  }
  return value;
}

/** As `writeBits`, for fields of any width. */
export function writeWideBits(bytes: Uint8Array, bitOffset: number, width: number, value: bigint): void {
  let missing = width;
  let position = bitOffset;
  while (missing > 0) {
    const taken = Math.min(32, missing);
    const chunk = BigInt.asUintN(taken, value >> BigInt(missing - taken));
    writeBits(bytes, position, taken, Number(chunk));
    position += taken;
    missing -= taken;
  }
}
