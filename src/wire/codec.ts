import { assert, type HeaderSpec, readBits, readWideBits, writeWideBits } from "../base/index.js";
import { decoderSource, encoderSource, type PlacedField } from "./codec-source.js";

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

/** Takes a number of 64 bits apart and joins it: one allocation instead of the four of arithmetic on bigints. */
const halves = new DataView(new ArrayBuffer(8));

function wide(high: number, low: number): bigint {
  halves.setUint32(0, high);
  halves.setUint32(4, low);
  return halves.getBigUint64(0);
}

/** What generated code calls. */
const helpers = { readBits, readWideBits, writeWideBits, wide, halves };

/**
 * Derives the codec of a header from its description. Its code is written out and compiled once.
 *
 * @example
 * const codec = headerCodec(udp);
 * codec.decode(datagram, 0)?.dst_port;
 */
export function headerCodec<Spec extends HeaderSpec>(spec: Spec): HeaderCodec<Spec> {
  const fields = layOut(spec);
  const byteLength = fields.reduce((bits, { width }) => bits + width, 0) / 8;
  const refuse = (name: string) => assert(false, `${spec.name}.${name}`);
  const read = compile(["bytes", "offset"], decoderSource(fields), refuse);
  const write = compile(["values", "bytes", "offset"], encoderSource(fields), refuse);
  return {
    byteLength,
    encode: (values, target, offset) => {
      assert(offset + byteLength <= target.length, `${spec.name} does not fit the buffer`);
      write(values, target, offset);
    },
    decode: (bytes, offset) =>
      offset + byteLength > bytes.length ? undefined : (read(bytes, offset) as WireValues<Spec>),
  };
}

type Compiled = (...values: readonly unknown[]) => unknown;

/** A function with generated code for its body. Only names and numbers of header descriptions are in the code. */
function compile(parameters: readonly string[], body: string, refuse: (name: string) => void): Compiled {
  const source = `"use strict";
const { ${Object.keys(helpers).join(", ")} } = helpers;
return (${parameters.join(", ")}) => { ${body} };`;
  return new Function("helpers", "refuse", source)(helpers, refuse) as Compiled;
}

/** Finds where each field is. Headers of hosts are whole bytes and have no field of variable length. */
function layOut(spec: HeaderSpec): readonly PlacedField[] {
  let bitOffset = 0;
  const fields = spec.fields.map(({ name, width, varbit }) => {
    assert(varbit === undefined, `${spec.name}.${name}: varbit fields have no host codec`);
    const field = { name, bitOffset, width };
    bitOffset += width;
    return field;
  });
  assert(bitOffset % 8 === 0, `${spec.name} is ${bitOffset} bits, not whole bytes`);
  return fields;
}
