/** The bytes of a text of ASCII characters. Other characters are folded into a byte: fit for digests, not for reading. */
export function textBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    bytes[at] = unit ^ (unit >>> 8);
  }
  return bytes;
}
