import { assert, type HeaderSpec } from "../base/index.js";
import { type FieldAccess, fieldAccess } from "./field-access.js";

/** Widths whose values are numbers; wider fields are bigints. */
type NumberWidth =
  | (1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16)
  | (17 | 18 | 19 | 20 | 21 | 22 | 23 | 24 | 25 | 26 | 27 | 28 | 29 | 30 | 31 | 32);

/** The values of a header as hosts handle them: fields of up to 32 bits are numbers, wider ones bigints. */
export type WireValues<Spec extends HeaderSpec> = {
  [Field in Spec["fields"][number] as Field["name"]]: Field["width"] extends NumberWidth ? number : bigint;
};

/** Reads and writes one kind of header. */
export interface HeaderCodec<Spec extends HeaderSpec> {
  readonly byteLength: number;
  /** Writes all fields from `offset` on. A value that does not fit its field is a bug of the caller and asserts. */
  encode(values: Readonly<WireValues<Spec>>, target: Uint8Array, offset: number): void;
  /** Reads all fields from `offset` on; undefined when the bytes end before the header does. */
  decode(bytes: Uint8Array, offset: number): WireValues<Spec> | undefined;
}

/**
 * Derives the codec of a header from its description.
 *
 * @example
 * const codec = headerCodec(udp);
 * codec.decode(datagram, 0)?.dst_port;
 */
export function headerCodec<Spec extends HeaderSpec>(spec: Spec): HeaderCodec<Spec> {
  const accesses = layOut(spec);
  const byteLength = accesses.reduce((bits, access) => bits + access.width, 0) / 8;
  return {
    byteLength,
    encode: (values, target, offset) => {
      assert(offset + byteLength <= target.length, `${spec.name} does not fit the buffer`);
      const record: Readonly<Record<string, number | bigint>> = values;
      for (const access of accesses) access.write(target, offset, record[access.name]);
    },
    decode: (bytes, offset) => {
      if (offset + byteLength > bytes.length) return undefined;
      const record: Record<string, number | bigint> = {};
      for (const access of accesses) record[access.name] = access.read(bytes, offset);
      return record as WireValues<Spec>;
    },
  };
}

/** Finds where each field is. Headers of hosts are whole bytes and have no field of variable length. */
function layOut(spec: HeaderSpec): readonly FieldAccess[] {
  let bitOffset = 0;
  const accesses = spec.fields.map((field) => {
    assert(field.varbit === undefined, `${spec.name}.${field.name}: varbit fields have no host codec`);
    const access = fieldAccess(`${spec.name}.${field.name}`, field.name, bitOffset, field.width);
    bitOffset += field.width;
    return access;
  });
  assert(bitOffset % 8 === 0, `${spec.name} is ${bitOffset} bits, not whole bytes`);
  return accesses;
}
