/**
 * The signed distance from `from` to `to` on a counter that wraps at 2^32: positive when `to` is newer. Right as long
 * as the two are less than 2^31 apart (serial number arithmetic, as in RFC 1982).
 *
 * @example
 * serialDistance(0xffff_ffff, 1); // 2
 */
export function serialDistance(from: number, to: number): number {
  return (to - from) | 0;
}

/** Adds on a counter that wraps at 2^32. */
export function serialAdd(counter: number, increment: number): number {
  return (counter + increment) >>> 0;
}
