/** The UTF-8 bytes of a text; a surrogate without its other half becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  // No 16-bit unit of a text becomes more than three bytes.
  const bytes = new Uint8Array(3 * text.length);
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const point = text.codePointAt(at) ?? 0;
    if (point > 0xffff) at += 1;
    length = putPoint(bytes, length, point >= 0xd800 && point < 0xe000 ? 0xfffd : point);
  }
  return bytes.slice(0, length);
}

/** Writes the bytes of a character; gives where the next one begins. */
function putPoint(bytes: Uint8Array, at: number, point: number): number {
  if (point < 0x80) {
    bytes[at] = point;
    return at + 1;
  }
  const length = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  bytes[at] = (0xf00 >>> length) | (point >>> (6 * (length - 1)));
  for (let next = 1; next < length; next += 1)
    bytes[at + next] = 0x80 | ((point >>> (6 * (length - 1 - next))) & 0x3f);
  return at + length;
}

/** The text of UTF-8 bytes; undefined when they are none (RFC 3629: no overlong forms, no surrogates). */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] ?? 0;
    const length = lengthOf(first);
    const point = length === 0 ? undefined : pointAt(bytes, at, length);
    if (point === undefined) return undefined;
    text += String.fromCodePoint(point);
    at += length;
  }
  return text;
}

/** How many bytes a character has, by its first; 0 for a byte that begins none. */
function lengthOf(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

const leastPoint = [0, 0, 0x80, 0x800, 0x10000];

function pointAt(bytes: Uint8Array, at: number, length: number): number | undefined {
  let point = (bytes[at] ?? 0) & (length === 1 ? 0x7f : 0x7f >>> length);
  for (let next = at + 1; next < at + length; next += 1) {
    const byte = bytes[next] ?? 0;
    if ((byte & 0xc0) !== 0x80) return undefined;
    point = (point << 6) | (byte & 0x3f);
  }
  const surrogate = point >= 0xd800 && point < 0xe000;
  return point < (leastPoint[length] ?? 0) || point > 0x10ffff || surrogate ? undefined : point;
}
