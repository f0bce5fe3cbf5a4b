/** A stream of random numbers. The same seed gives the same stream, everywhere. */
export interface Random {
  /** A whole number, 0 … 2^32 - 1, each as likely. */
  nextUint32(): number;
}

/** A whole number, 0 … `bound` - 1, each as likely; `bound` is 1 … 2^32. */
export function randomBelow(random: Random, bound: number): number {
  const limit = 2 ** 32 - (2 ** 32 % bound);
  let drawn = random.nextUint32();
  while (drawn >= limit) drawn = random.nextUint32();
  return drawn % bound;
}

/** A number in [0, 1) with 32 random bits. */
export function randomFraction(random: Random): number {
  return random.nextUint32() / 2 ** 32;
}

/** A 64-bit number. */
export function randomUint64(random: Random): bigint {
  return (BigInt(random.nextUint32()) << 32n) | BigInt(random.nextUint32());
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** Turns one seed into many unrelated words (the SplitMix construction on 32 bits). */
function splitMix(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
}

/**
 * A generator with the period 2^128 - 1 (xoshiro128**, Blackman and Vigna). Not for secrets.
 *
 * @example
 * const random = seededRandom(42);
 * random.nextUint32(); // the same number on every machine
 */
export function seededRandom(seed: number): Random {
  const draw = splitMix(seed);
  let [a, b, c, d] = [draw(), draw(), draw(), draw() | 1];
  return {
    nextUint32: () => {
      const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = rotate(d, 11);
      return result;
    },
  };
}
