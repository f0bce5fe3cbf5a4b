const replacement = 0xfffd;

/** The UTF-8 bytes of a text; half a surrogate pair becomes U+FFFD, as in the Encoding Standard. */
export function utf8Bytes(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? replacement;
    bytes.push(...bytesOfPoint(point >= 0xd800 && point <= 0xdfff ? replacement : point));
  }
  return Uint8Array.from(bytes);
}

function bytesOfPoint(point: number): readonly number[] {
  if (point < 0x80) return [point];
  const last = 0x80 | (point & 0x3f);
  if (point < 0x800) return [0xc0 | (point >> 6), last];
  const second = 0x80 | ((point >> 6) & 0x3f);
  if (point < 0x10000) return [0xe0 | (point >> 12), second, last];
  return [0xf0 | (point >> 18), 0x80 | ((point >> 12) & 0x3f), second, last];
}
