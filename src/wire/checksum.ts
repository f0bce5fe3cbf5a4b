/**
 * The Internet checksum (RFC 1071) of `length` bytes from `offset` on; `length` is even, or reaches the end of the
 * bytes. Over a header whose own checksum is in place the result is 0 when it is right.
 */
export function internetChecksum(bytes: Uint8Array, offset: number, length: number): number {
  let sum = 0;
  for (let at = offset; at < offset + length; at += 2) sum += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
