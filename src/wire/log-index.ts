const halves = new DataView(new ArrayBuffer(8));

/** A log index as the two header fields that hold it. */
export interface IndexFields {
  index_hi: number;
  index_lo: number;
}

/** The 64-bit log index of a header. */
export function indexOf(header: Readonly<IndexFields>): bigint {
  // Arithmetic on bigints would make three of them on the way.
  halves.setUint32(0, header.index_hi);
  halves.setUint32(4, header.index_lo);
  return halves.getBigUint64(0);
}

/** The header fields of a log index; it wraps at 2^64. */
export function indexFields(index: bigint): IndexFields {
  return {
    index_hi: Number(BigInt.asUintN(32, index >> 32n)),
    index_lo: Number(BigInt.asUintN(32, index)),
  };
}
