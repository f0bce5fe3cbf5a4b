/** Spreads the bits of a 32-bit number so that a change of one bit changes about half of them. */
function mix(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function absorb(state: number, word: number): number {
  const scrambled = Math.imul(word, 0xcc9e2d51);
  const rotated = Math.imul((scrambled << 15) | (scrambled >>> 17), 0x1b873593);
  const joined = state ^ rotated;
  return (Math.imul((joined << 13) | (joined >>> 19), 5) + 0xe6546b64) | 0;
}

/** The last bytes, with zeros behind them. */
function lastWord(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
}

/**
 * A 32-bit digest of bytes (the MurmurHash3 construction): equal inputs and seeds agree, different ones collide about
 * once in 2^32. Not for adversaries.
 */
export function digest32(bytes: Uint8Array, seed = 0): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = bytes.length - (bytes.length % 4);
  let state = seed | 0;
  for (let at = 0; at < end; at += 4) state = absorb(state, view.getInt32(at, true));
  if (end < bytes.length) state = absorb(state, lastWord(bytes, end));
  return mix(state ^ bytes.length) >>> 0;
}
