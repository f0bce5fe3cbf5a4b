/** The UTF-8 bytes of a text; a surrogate without its other half becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    pushPoint(bytes, point >= 0xd800 && point < 0xe000 ? 0xfffd : point);
  }
  return Uint8Array.from(bytes);
}

function pushPoint(bytes: number[], point: number): void {
  const tail = (shift: number) => 0x80 | ((point >>> shift) & 0x3f);
  if (point < 0x80) bytes.push(point);
  else if (point < 0x800) bytes.push(0xc0 | (point >>> 6), tail(0));
  else if (point < 0x10000) bytes.push(0xe0 | (point >>> 12), tail(6), tail(0));
  else bytes.push(0xf0 | (point >>> 18), tail(12), tail(6), tail(0));
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
