const viewBits = 32;

/**
 * What the cookie of a switch says of its registers: the view that they belong to, and whose it is. The number alone
 * is not enough: an attempt at a view that somebody else owns already may have emptied the registers of a switch.
 * 0 is no view.
 */
export function viewMark(view: number, owner: bigint): bigint {
  const folded = BigInt.asUintN(viewBits, owner) ^ BigInt.asUintN(viewBits, owner >> BigInt(viewBits));
  return (folded << BigInt(viewBits)) | BigInt(view);
}

/** The view in a mark. */
export function viewOfMark(mark: bigint): number {
  return Number(BigInt.asUintN(viewBits, mark));
}
