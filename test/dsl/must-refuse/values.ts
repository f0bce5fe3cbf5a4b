import { headerSpec } from "../../../src/base/index.js";
import {
  bit,
  bool,
  cast,
  checksum,
  constant,
  hash,
  header,
  headers,
  int,
  multicast,
  mux,
  noAction,
  parserError,
  sendTo,
  serializableEnum,
  setPriority,
  stack,
  struct,
  switchProgram,
  table,
  type Value,
  valueSet,
  varbit,
  variable,
} from "../../../src/dsl/index.js";
import { build, hdr, type MustRefuse, meta, start } from "./program.js";

const numbers: readonly MustRefuse[] = [
  {
    what: "a hash into no number",
    build: () => hash(meta.m, "crc16", [hdr.h.b], { base: 0, modulus: 0 }),
    says: ["DSL-RANGE: a modulus of 0 leaves no number", "Give at least 1."],
  },
  {
    what: "a hash beyond its variable",
    build: () => hash(meta.m, "crc16", [hdr.h.b], { base: 1, modulus: 256 }),
    says: ["DSL-RANGE: the numbers from 1 to 256 do not fit bit<8>", "It holds 0 to 255."],
  },
  {
    what: "a width of 0",
    build: () => bit(0),
    says: ["DSL-WIDTH: a number cannot have 0 bits", "Widths go from 1 to 2048."],
  },
  {
    what: "half a bit",
    build: () => bit(1.5),
    says: ["DSL-WIDTH: a number cannot have 1.5 bits", "Widths go from 1 to 2048."],
  },
  {
    what: "a number of more bits than any target has",
    build: () => int(2049),
    says: ["DSL-WIDTH: a number cannot have 2049 bits", "Widths go from 1 to 2048."],
  },
  {
    what: "a varbit of half a byte",
    build: () => varbit(12),
    says: ["DSL-WIDTH: varbit<12> is no whole number of bytes", "Give a multiple of 8."],
  },
  {
    what: "a literal that is too large",
    build: () => hdr.h.a.set(256),
    says: ["DSL-RANGE: 256 does not fit bit<8>", "It holds 0 to 255."],
  },
  {
    what: "a negative literal",
    build: () => hdr.h.a.add(-1),
    says: ["DSL-RANGE: -1 does not fit bit<8>", "It holds 0 to 255."],
  },
  {
    what: "a literal that is too small for an int",
    build: () => constant("LOW", int(8), -129),
    says: ["DSL-RANGE: -129 does not fit int<8>", "It holds -128 to 127."],
  },
  {
    what: "a fraction",
    build: () => hdr.h.a.equals(1.5),
    says: ["DSL-RANGE: 1.5 is no whole number", "Write large numbers as bigints: 1n << 60n."],
  },
  {
    what: "a number that JavaScript cannot hold exactly",
    build: () => hdr.h.c.equals(2 ** 60),
    says: [
      "DSL-RANGE: 1152921504606847000 is more than a number holds exactly",
      "Write large numbers as bigints: 1n << 60n.",
    ],
  },
  {
    what: "two widths that only the program knows",
    build: () => meta.m.set(meta.width),
    says: [
      "DSL-WIDTH: expected bit<8>, got bit<16>",
      "Cast the value, slice it, or change one of the types.",
    ],
  },
  {
    what: "a slice that only the program knows to be outside",
    build: () => hdr.h.a.slice(8 as number, 0),
    says: ["DSL-RANGE: bit<8> has no bits [8:0]", "The high bit comes first, and bit 0 is the lowest."],
  },
  {
    what: "a port that there is no room for",
    build: () => sendTo(512),
    says: ["DSL-RANGE: 512 does not fit bit<9>", "It holds 0 to 511."],
  },
  {
    what: "a multicast group that there is no room for",
    build: () => multicast(1 << 16),
    says: ["DSL-RANGE: 65536 does not fit bit<16>", "It holds 0 to 65535."],
  },
  {
    what: "a priority that there is no room for",
    build: () => setPriority(8),
    says: ["DSL-RANGE: 8 does not fit bit<3>", "It holds 0 to 7."],
  },
  {
    what: "a cast that changes sign and width at once",
    build: () => cast(hdr.h.a as Value, int(16)),
    says: [
      "DSL-TYPE: bit<8> cannot be cast to int<16>",
      "P4 casts between numbers; to change sign and width, cast twice; a bool becomes a bit<1> only.",
    ],
  },
  {
    what: "a cast of a bool to a wide number",
    build: () => cast(meta.flag as Value, bit(8)),
    says: [
      "DSL-TYPE: bool cannot be cast to bit<8>",
      "P4 casts between numbers; to change sign and width, cast twice; a bool becomes a bit<1> only.",
    ],
  },
  {
    what: "a choice between headers",
    build: () => mux(meta.flag, hdr.s.at(0), hdr.s.at(1)),
    says: ["DSL-TYPE: mux cannot choose between values of s_t", "Use when."],
  },
];

const named: readonly MustRefuse[] = [
  {
    what: "a name that is no identifier",
    build: () => header("my-header", { a: bit(8) }),
    says: ['DSL-NAME: "my-header" is no name for a type', "Use letters, digits and underscores."],
  },
  {
    what: "a name that P4 keeps",
    build: () => build(table("table", { key: {}, actions: [noAction] }).apply()),
    says: ['DSL-NAME: P4 keeps the name "table"', "Give the declaration another name."],
  },
  {
    what: "a name that a struct of every block has",
    build: () => variable("meta", bit(8)),
    says: ['DSL-NAME: P4 keeps the name "meta"', "Give the variable another name."],
  },
  {
    what: "a field with a name that is a keyword",
    build: () => struct("s_t", { state: bit(8) }),
    says: [
      'DSL-NAME: "state" is no name for a field',
      "Use letters, digits and underscores, and no word of P4.",
    ],
  },
  {
    what: "a field with a name that headers need themselves",
    build: () => headers({ h: header("h_t", { isValid: bit(8) }) }),
    says: ['DSL-NAME: a field cannot be called "isValid"', "The DSL needs this name: choose another."],
  },
  {
    what: "a neutral header with a field twice",
    build: () =>
      headerSpec("twice_t", [
        { name: "a", width: 8 },
        { name: "a", width: 8 },
      ]),
    says: [
      'WIRE-HEADER: header "twice_t": the field "a" comes twice',
      "Give each field its own name and a width in bits of at least 1.",
    ],
  },
  {
    what: "an enum whose value does not fit",
    build: () => serializableEnum("e_t", bit(2), { a: 4 }),
    says: ["DSL-RANGE: 4 does not fit bit<2>", "It holds 0 to 3."],
  },
  {
    what: "a parser error that is no identifier",
    build: () => parserError("no way"),
    says: [
      'DSL-NAME: "no way" is no name for a field',
      "Use letters, digits and underscores, and no word of P4.",
    ],
  },
  {
    what: "two variables of one name in one block",
    build: () => build([variable("x", bit(8)).set(1), variable("x", bit(8)).set(2)]),
    says: ['DSL-NAME-TAKEN: two variables of one block have the name "x"', "Give each its own name."],
  },
];

const headersAndTypes: readonly MustRefuse[] = [
  {
    what: "a bool in a header",
    build: () => header("h_t", { a: bool() }),
    says: ["DSL-TYPE: h_t.a: a header cannot hold a bool", "Use bits."],
  },
  {
    what: "two varbits in a header",
    build: () => header("h_t", { a: varbit(8), b: varbit(8) }),
    says: ["DSL-TYPE: header h_t has more than one varbit", "Split it into two headers."],
  },
  {
    what: "an empty stack",
    build: () => stack(header("h_t", { a: bit(8) }), 0),
    says: ["DSL-ARGUMENT: a stack cannot have 0 elements", "Give a whole number above 0."],
  },
  {
    what: "an element that the stack does not have",
    build: () => hdr.s.at(2),
    says: ["DSL-RANGE: the stack has no element 2", "It has elements 0 to 1."],
  },
  {
    what: "a checksum over half a word",
    build: () => checksum(hdr.h.b, [hdr.h.a]),
    says: ["DSL-WIDTH: a checksum over 8 bits", "Give fields that make a multiple of 16 bits."],
  },
  {
    what: "emitting a number",
    build: () =>
      switchProgram("wrong", {
        headers: hdr,
        metadata: meta,
        parser: start,
        ingress: [],
        deparser: [hdr.h.a],
      }),
    says: ["DSL-TYPE: only headers can be emitted", "Give headers, stacks or unions."],
  },
  {
    what: "a value set without room",
    build: () => valueSet("v", bit(8), 0),
    says: ["DSL-ARGUMENT: v cannot have the size 0", "Give a whole number above 0."],
  },
];

/** Values, names and types. */
export const wrongValues: readonly MustRefuse[] = [...numbers, ...named, ...headersAndTypes];
