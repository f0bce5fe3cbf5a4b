/** A hash of at most 32 bits over the first `length` bytes, as an unsigned number. */
export type NarrowHash = (bytes: Uint8Array, length: number) => number;
/** A hash of up to 64 bits. */
export type WideHash = (bytes: Uint8Array, length: number) => bigint;

/** Turns the lowest `width` bits around. */
function reflect(value: number, width: number): number {
  let reflected = 0;
  for (let bit = 0; bit < width; bit++) {
    if ((value >>> bit) & 1) reflected |= 1 << (width - 1 - bit);
  }
  return reflected >>> 0;
}

function reflectedTable(polynomial: number, width: number): Uint32Array {
  const reversed = reflect(polynomial, width);
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ reversed : value >>> 1;
    return value >>> 0;
  });
}

function plainTable(polynomial: number, width: number): Uint32Array {
  const [top, mask] = [1 << (width - 1), 0xffffffff >>> (32 - width)];
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte << (width - 8);
    for (let bit = 0; bit < 8; bit++) value = value & top ? (value << 1) ^ polynomial : value << 1;
    return (value & mask) >>> 0;
  });
}

/** A CRC whose bits go in and come out least significant first. */
function reflectedCrc(width: number, polynomial: number, initial: number, final: number): NarrowHash {
  const table = reflectedTable(polynomial, width);
  return (bytes, length) => {
    let value = initial;
    for (let index = 0; index < length; index++) {
      value = (table[(value ^ (bytes[index] ?? 0)) & 0xff] ?? 0) ^ (value >>> 8);
    }
    return (value ^ final) >>> 0;
  };
}

/** A CRC whose bits go in and come out most significant first. */
function plainCrc(width: number, polynomial: number, initial: number): NarrowHash {
  const table = plainTable(polynomial, width);
  const [shift, mask] = [width - 8, 0xffffffff >>> (32 - width)];
  return (bytes, length) => {
    let value = initial;
    for (let index = 0; index < length; index++) {
      value = (table[((value >>> shift) ^ (bytes[index] ?? 0)) & 0xff] ?? 0) ^ (value << 8);
    }
    return (value & mask) >>> 0;
  };
}

function crc64Table(): readonly bigint[] {
  const reversed = 0xd800000000000000n;
  return Array.from({ length: 256 }, (_, byte) => {
    let value = BigInt(byte);
    for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ reversed : value >> 1n;
    return value;
  });
}

const crc64Entries = crc64Table();

export const crc8 = plainCrc(8, 0x07, 0);
export const crc16 = reflectedCrc(16, 0x8005, 0, 0);
export const crcCcitt = plainCrc(16, 0x1021, 0xffff);
export const crc32 = reflectedCrc(32, 0x04c11db7, 0xffffffff, 0xffffffff);

/** CRC-64 with the polynomial x^64 + x^4 + x^3 + x + 1, bits least significant first. */
export const crc64: WideHash = (bytes, length) => {
  let value = 0n;
  for (let index = 0; index < length; index++) {
    const entry = Number(value & 0xffn) ^ (bytes[index] ?? 0);
    value = (crc64Entries[entry] ?? 0n) ^ (value >> 8n);
  }
  return value;
};
