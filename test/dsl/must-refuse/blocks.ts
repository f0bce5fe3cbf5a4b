import {
  action,
  actionProfile,
  bit,
  constant,
  digest,
  drop,
  extract,
  logMessage,
  lpm,
  metadata,
  noAction,
  parser,
  parserError,
  range,
  register,
  select,
  state,
  struct,
  switchProgram,
  table,
  ternary,
  type Value,
  variable,
  verify,
} from "../../../src/dsl/index.js";
import { build, counts, hdr, increment, type MustRefuse, meta, next, start } from "./program.js";

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
        deparser: [hdr.h],
        tables: { t: table("t", { key: {}, actions: [noAction] }) },
      }),
    says: ['DSL-PLACE: no block uses "t"', "Apply it, or do not list it."],
  },
  {
    what: "a table with the name of a counter",
    build: () => build([counts.count(0), table("counts", { key: {}, actions: [noAction] }).apply()]),
    says: ['DSL-NAME-TAKEN: the name "counts" is taken', "Give one of the two another name."],
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
    build: () =>
      build(
        [],
        [],
        parser({
          start: state([], select([hdr.h.a, hdr.h.b] as readonly Value[], [[[1] as never, "accept"]])),
        }),
      ),
    says: ["DSL-ARGUMENT: a line of the select needs 2 matches", "Give one for each value."],
  },
  {
    what: "a state that only the program knows to be missing",
    build: () => build([], [], parser({ start: state([], "gone" as "accept") })),
    says: ['DSL-STATE: the state "start" goes to "gone", which is not there', "Add it, or name another."],
  },
];

const wholePrograms: readonly MustRefuse[] = [
  {
    what: "two constants of one name",
    build: () =>
      build([hdr.h.a.set(constant("LIMIT", bit(8), 1)), hdr.h.a.set(constant("LIMIT", bit(8), 2))]),
    says: ['DSL-NAME-TAKEN: two constants have the name "LIMIT"', "The other is 1."],
  },
  {
    what: "two types of one name",
    build: () => build([digest(struct("h_t", { a: bit(8) })).send({ a: 1 })]),
    says: ['DSL-NAME-TAKEN: two types have the name "h_t"', "Make it once, or rename one of them."],
  },
  {
    what: "metadata of another program",
    build: () => build([metadata({ other: bit(8) }).other.set(1)]),
    says: [
      'DSL-PLACE: these metadata are not those of the program "wrong"',
      "Give them to switchProgram, or take the program's own metadata.",
    ],
  },
  {
    what: "a variable with the name of a table",
    build: () => build([table("t", { key: {}, actions: [noAction] }).apply(), variable("t", bit(8)).set(1)]),
    says: ['DSL-NAME-TAKEN: the name "t" is taken', "Give one of the two another name."],
  },
];

/** Tables, state, places and whole programs. */
export const wrongBlocks: readonly MustRefuse[] = [...tables, ...states, ...places, ...wholePrograms];
