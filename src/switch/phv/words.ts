/** Values as runs of 32-bit words, the most significant first: how PHVs, keys and action data hold them. */

/** Reads `count` words as one unsigned integer. */
export function readWords(words: Uint32Array, offset: number, count: number): bigint {
  if (count === 1) return BigInt(words[offset] ?? 0);
  let value = 0n;
  for (let index = 0; index < count; index++) {
    value = (value << 32n) | BigInt(words[offset + index] ?? 0);
  }
  return value;
}

/** Writes a value that is not negative and has at most `32 * count` bits. */
export function writeWords(words: Uint32Array, offset: number, count: number, value: bigint): void {
  if (count === 1) {
    words[offset] = Number(value);
    return;
  }
  let rest = value;
  for (let index = count - 1; index > 0; index--) {
    words[offset + index] = Number(rest & 0xffffffffn);
    rest >>= 32n;
  }
  words[offset] = Number(rest);
}

/** How many words a value of this width takes; never 0. */
export function wordsOf(width: number): number {
  return Math.max(1, Math.ceil(width / 32));
}
