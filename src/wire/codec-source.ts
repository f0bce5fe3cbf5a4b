/** A field of a header, `bitOffset` bits behind the header's begin. */
export interface PlacedField {
  readonly name: string;
  readonly bitOffset: number;
  readonly width: number;
}

/** Bits that a shift of numbers reaches. */
const wordBits = 32;

/**
 * The body of a function of `bytes` and `offset` that reads a header. It is written out field by field, so that a
 * header costs a few loads, and all headers of a kind are objects of one shape.
 */
export function decoderSource(fields: readonly PlacedField[]): string {
  const values = fields.map((field) => `${JSON.stringify(field.name)}: ${reading(field)}`);
  return `return { ${values.join(",\n")} };`;
}

/**
 * The body of a function of `values`, `bytes` and `offset` that writes a header; `refuse` is told the name of a field
 * whose value does not fit.
 */
export function encoderSource(fields: readonly PlacedField[]): string {
  return fields
    .map((field, at) => {
      const name = JSON.stringify(field.name);
      return `const v${at} = values[${name}];
if (!(${fits(field, `v${at}`)})) refuse(${name});
${writing(field, `v${at}`)}`;
    })
    .join("\n");
}

function fits({ width }: PlacedField, value: string): string {
  if (width > wordBits)
    return `typeof ${value} === "bigint" && ${value} >= 0n && ${value} < ${1n << BigInt(width)}n`;
  return `typeof ${value} === "number" && ${value} >= 0 && ${value} < ${2 ** width}`;
}

function reading({ bitOffset, width }: PlacedField): string {
  if (isTwoNumbers(bitOffset, width)) {
    const high = bitsOf(bitOffset, width - wordBits);
    return `wide(${high}, ${bitsOf(bitOffset + width - wordBits, wordBits)})`;
  }
  if (width > wordBits) return `readWideBits(bytes, offset * 8 + ${bitOffset}, ${width})`;
  return bitsOf(bitOffset, width);
}

/** Bits as an unsigned number: at most 32, and from at most four bytes wherever shifts do. */
function bitsOf(bitOffset: number, width: number): string {
  const first = bitOffset >>> 3;
  const count = ((bitOffset + width - 1) >>> 3) - first + 1;
  if (8 * count > wordBits) return `readBits(bytes, offset * 8 + ${bitOffset}, ${width})`;
  const shift = 8 * count - (bitOffset & 7) - width;
  const joined = Array.from(
    { length: count },
    (_, at) => `bytes[offset + ${first + at}] << ${8 * (count - 1 - at)}`,
  ).join(" | ");
  return width === wordBits ? `(${joined}) >>> 0` : `(${joined}) >>> ${shift} & ${2 ** width - 1}`;
}

function writing({ bitOffset, width }: PlacedField, value: string): string {
  const at = bitOffset >>> 3;
  if (isTwoNumbers(bitOffset, width)) {
    const high = wholeBytes(at, width - wordBits, "halves.getUint32(0)");
    const low = wholeBytes(at + (width - wordBits) / 8, wordBits, "halves.getUint32(4)");
    return `{ halves.setBigUint64(0, ${value}); ${high} ${low} }`;
  }
  if (width > wordBits) return `writeWideBits(bytes, offset * 8 + ${bitOffset}, ${width}, ${value});`;
  if (bitOffset % 8 === 0 && width % 8 === 0) return `{ ${wholeBytes(at, width, value)} }`;
  return partsOfBytes(bitOffset, width, value);
}

/** Statements that write a number into bytes that it shares with other fields. */
function partsOfBytes(bitOffset: number, width: number, value: string): string {
  const stores: string[] = [];
  for (let place = bitOffset >>> 3, left = width; left > 0; place += 1) {
    const from = Math.max(0, bitOffset - 8 * place);
    const bits = Math.min(8 - from, left);
    left -= bits;
    const shift = 8 - from - bits;
    const mask = (2 ** bits - 1) << shift;
    const part = left > 0 ? `${value} >>> ${left}` : `${value} << ${shift}`;
    stores.push(`bytes[offset + ${place}] = bytes[offset + ${place}] & ${255 - mask} | ${part} & ${mask};`);
  }
  return stores.join(" ");
}

/** Statements that write a number into whole bytes, the first one first. */
function wholeBytes(at: number, width: number, value: string): string {
  const count = width / 8;
  const name = `w${at}`;
  const stores = Array.from(
    { length: count },
    (_, place) => `bytes[offset + ${at + place}] = ${name} >>> ${8 * (count - 1 - place)};`,
  );
  return `const ${name} = ${value}; ${stores.join(" ")}`;
}

/** Addresses of 48 bits and numbers of 64 bits are the usual wide fields. */
function isTwoNumbers(bitOffset: number, width: number): boolean {
  return bitOffset % 8 === 0 && (width === 48 || width === 64);
}
