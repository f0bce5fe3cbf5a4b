import { headerSpec } from "../../src/base/index.js";
import {
  action,
  actionProfile,
  type Body,
  bit,
  bool,
  cast,
  checksum,
  constant,
  counter,
  digest,
  drop,
  extract,
  header,
  headers,
  int,
  logMessage,
  lpm,
  metadata,
  multicast,
  mux,
  noAction,
  type Parser,
  parser,
  parserError,
  range,
  register,
  registerAction,
  select,
  sendTo,
  serializableEnum,
  setPriority,
  stack,
  state,
  struct,
  switchProgram,
  table,
  ternary,
  valueSet,
  varbit,
  variable,
  verify,
} from "../../src/dsl/index.js";

/** A program that the DSL refuses while it is built: what is wrong, what makes it so, and the exact message. */
export interface MustRefuse {
  readonly what: string;
  readonly build: () => unknown;
  /** Code and message, then the help. */
  readonly says: readonly [message: string, help: string];
}

const hdr = headers({
  h: header("h_t", { a: bit(8), b: bit(16), c: bit(40) }),
  s: stack(header("s_t", { x: bit(8) }), 2),
});
const meta = metadata({ m: bit(8), flag: bool(), width: bit(16 as number) });
const start: Parser = parser({ start: state([extract(hdr.h)], "accept") });
const next = action("next", { x: bit(8) }, ({ x }) => meta.m.set(x));
const counts = counter("counts", 8, "packets");
const cells = register("cells", bit(8), 4);
const increment = registerAction("increment", cells, (cell) => ({ cell: cell.add(1), output: cell }));

function build(ingress: Body, egress: Body = [], parse: Parser = start): unknown {
  return switchProgram("wrong", {
    headers: hdr,
    metadata: meta,
    parser: parse,
    ingress,
    egress,
    deparser: [hdr.h],
  });
}

const numbers: readonly MustRefuse[] = [
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
    build: () => cast(hdr.h.a, int(16)),
    says: [
      "DSL-TYPE: bit<8> cannot be cast to int<16>",
      "P4 casts between numbers; to change sign and width, cast twice; a bool becomes a bit<1> only.",
    ],
  },
  {
    what: "a cast of a bool to a wide number",
    build: () => cast(meta.flag, bit(8)),
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
    what: "a value set of headers",
    build: () => valueSet("v", bool(), 4),
    says: ["DSL-TYPE: a value set holds numbers", "Use bit(W)."],
  },
];

const tables: readonly MustRefuse[] = [
  {
    what: "a table without room",
    build: () => build(table("t", { key: {}, actions: [noAction], size: 0 }).apply()),
    says: ["DSL-ARGUMENT: table t cannot have the size 0", "Give a whole number above 0."],
  },
  {
    what: "two default actions",
    build: () =>
      build(
        table("t", { key: {}, actions: [noAction], default: noAction(), constDefault: noAction() }).apply(),
      ),
    says: ["DSL-TABLE: table t has two default actions", "Keep default or constDefault."],
  },
  {
    what: "a default action that depends on the packet",
    build: () => build(table("t", { key: {}, actions: [next], default: next({ x: hdr.h.a }) }).apply()),
    says: [
      "DSL-TABLE: the arguments of next are not constant",
      "Give constants: an entry is not made for one packet.",
    ],
  },
  {
    what: "a prefix that is longer than its field",
    build: () =>
      build(
        table("t", {
          key: { a: lpm(hdr.h.a) },
          actions: [noAction],
          entries: [{ key: { a: { value: 1, prefixLength: 9 } }, action: noAction() }],
        }).apply(),
      ),
    says: ["DSL-RANGE: a prefix of 8 bits cannot have 9", "Give 0 to 8."],
  },
  {
    what: "a range that ends before it begins",
    build: () =>
      build(
        table("t", {
          key: { a: range(hdr.h.a) },
          actions: [noAction],
          entries: [{ key: { a: { low: 2, high: 1 } }, action: noAction() }],
        }).apply(),
      ),
    says: ["DSL-RANGE: the range 2 to 1 is empty", "The low end comes first."],
  },
  {
    what: "a mask that is wider than its field",
    build: () =>
      build(
        table("t", {
          key: { a: ternary(hdr.h.a) },
          actions: [noAction],
          entries: [{ key: { a: { value: 1, mask: 256 } }, action: noAction() }],
        }).apply(),
      ),
    says: ["DSL-RANGE: 256 does not fit bit<8>", "It holds 0 to 255."],
  },
  {
    what: "an argument that does not fit its parameter",
    build: () => next({ x: 256 }),
    says: ["DSL-RANGE: 256 does not fit bit<8>", "It holds 0 to 255."],
  },
  {
    what: "a table that the program shows and does not apply",
    build: () =>
      switchProgram("wrong", {
        headers: hdr,
        metadata: meta,
        parser: start,
        ingress: [],
        deparser: [],
        tables: { t: table("t", { key: {}, actions: [noAction] }) },
      }),
    says: ['DSL-PLACE: no block uses "t"', "Apply it, or do not list it."],
  },
  {
    what: "a table with the name of a counter",
    build: () => build([counts.count(0), table("counts", { key: {}, actions: [noAction] }).apply()]),
    says: ['DSL-NAME-TAKEN: the name "counts" is taken', "It was given at "],
  },
  {
    what: "an action profile without room",
    build: () => actionProfile("p", 0),
    says: ["DSL-ARGUMENT: p cannot have the size 0", "Give a whole number above 0."],
  },
];

const states: readonly MustRefuse[] = [
  {
    what: "a register without cells",
    build: () => register("r", bit(8), 0),
    says: ["DSL-ARGUMENT: register r cannot have 0 cells", "Give a whole number above 0."],
  },
  {
    what: "a cell that the register does not have",
    build: () => increment.execute({ index: 4, into: meta.m }),
    says: ["DSL-RANGE: there is no element 4 of 4", "Give 0 to 3."],
  },
  {
    what: "a counter that the array does not have",
    build: () => counts.count(8),
    says: ["DSL-RANGE: there is no element 8 of 8", "Give 0 to 7."],
  },
  {
    what: "a register that ingress and egress share",
    build: () =>
      build(increment.execute({ index: 0, into: meta.m }), increment.execute({ index: 0, into: meta.m })),
    says: ["DSL-PLACE: ingress and egress both use cells", "Keep it in one of them."],
  },
  {
    what: "a message with too few arguments",
    build: () => logMessage("{} of {}", [meta.m]),
    says: ["DSL-ARGUMENT: the message has 2 places and 1 arguments", "Give one argument for each {}."],
  },
];

const places: readonly MustRefuse[] = [
  {
    what: "extracting in a control",
    build: () => build(extract(hdr.h)),
    says: ["DSL-PLACE: extract cannot stand in a control", "Move it to a parser."],
  },
  {
    what: "verifying in an action",
    build: () => build(action("a", {}, () => verify(meta.flag, parserError("Wrong")))()),
    says: ["DSL-PLACE: verify cannot stand in an action", "Move it to a parser."],
  },
  {
    what: "dropping in a parser",
    build: () => build([], [], parser({ start: state([drop()], "accept") })),
    says: ["DSL-PLACE: drop cannot stand in a parser", "Move it to a control or an action."],
  },
  {
    what: "applying a table in an action",
    build: () => build(action("a", {}, () => table("t", { key: {}, actions: [noAction] }).apply())()),
    says: ["DSL-PLACE: the application of a table cannot stand in an action", "Move it to a control."],
  },
  {
    what: "counting in a parser",
    build: () => build([], [], parser({ start: state([counts.count(0)], "accept") })),
    says: ["DSL-PLACE: a counter cannot stand in a parser", "Move it to a control or an action."],
  },
  {
    what: "a digest in a parser",
    build: () =>
      build(
        [],
        [],
        parser({ start: state([digest(struct("d_t", { a: bit(8) })).send({ a: 1 })], "accept") }),
      ),
    says: ["DSL-PLACE: a digest cannot stand in a parser", "Move it to a control or an action."],
  },
  {
    what: "a select with too few matches in a line",
    build: () => build([], [], parser({ start: state([], select([hdr.h.a, hdr.h.b], [[[1], "accept"]])) })),
    says: ["DSL-ARGUMENT: a line of the select needs 2 matches", "Give one for each value."],
  },
  {
    what: "a state that only the program knows to be missing",
    build: () => build([], [], parser({ start: state([], "gone" as "accept") })),
    says: ['DSL-STATE: the state "start" goes to "gone", which is not there', "Add it, or name another."],
  },
];

/** All of them. */
export const mustRefuse: readonly MustRefuse[] = [
  ...numbers,
  ...named,
  ...headersAndTypes,
  ...tables,
  ...states,
  ...places,
];
