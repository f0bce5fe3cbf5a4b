import {
  action,
  advance,
  exact,
  extract,
  noAction,
  parser,
  select,
  state,
  switchProgram,
  table,
  when,
} from "../../../src/dsl/index.js";
import { build, hdr, type MustRefuse, meta } from "./program.js";

const count = action("count", {}, () => hdr.s.at(0).x.set(1));
const extracting = state([extract(hdr.h)], "accept");

/** Parsers that do not end or do not begin, and headers that never are there, or are lost. */
export const wrongHeaders: readonly MustRefuse[] = [
  {
    what: "a key of a header that is never extracted",
    build: () => build(table("t", { key: { x: exact(hdr.s.at(1).x) }, actions: [noAction] }).apply()),
    says: [
      'DSL-HEADER: x of "s" is used, and nothing extracts that header or sets it valid',
      "Extract it in a state of the parser, or set it valid.",
    ],
  },
  {
    what: "an action on a header that is never extracted",
    build: () => build(when(meta.flag, count())),
    says: [
      'DSL-HEADER: x of "s" is used, and nothing extracts that header or sets it valid',
      "Extract it in a state of the parser, or set it valid.",
    ],
  },
  {
    what: "a header that is taken from the packet and not put back",
    build: () => build([], [], parser({ start: state([extract(hdr.h), extract(hdr.s.next)], "accept") })),
    says: [
      'DSL-HEADER: "s" is extracted and not emitted: every packet loses it',
      "Name it in the deparser, or take it out with setInvalid().",
    ],
  },
  {
    what: "a state that nothing leads to",
    build: () => build([], [], parser({ start: extracting, lost: state([], "accept") })),
    says: ['DSL-STATE: the state "lost" cannot be reached from "start"', "Name it in a transition"],
  },
  {
    what: "states that only each other lead to",
    build: () =>
      build([], [], parser({ start: extracting, one: state([], "two"), two: state([advance(8)], "one") })),
    says: ['DSL-STATE: the state "one" cannot be reached from "start"', "Name it in a transition"],
  },
  {
    what: "states that go round without taking anything",
    build: () =>
      build(
        [],
        [],
        parser({
          start: state([extract(hdr.h)], "wait"),
          wait: state([meta.m.set(meta.m.add(1))], select(hdr.h.a, [[1, "again"]], "accept")),
          again: state([], "wait"),
        }),
      ),
    says: [
      'DSL-STATE: from the state "wait" a packet comes back to it with nothing taken from it, for ever',
      "Extract or advance in one of the states of the circle.",
    ],
  },
];

/** Their neighbours that are right: what is allowed, and easily refused by mistake. */
export const rightHeaders: readonly { readonly what: string; readonly build: () => unknown }[] = [
  {
    what: "a header that the program takes out of the packet",
    build: () =>
      build(
        hdr.s.at(0).setInvalid(),
        [],
        parser({ start: state([extract(hdr.h), extract(hdr.s.next)], "accept") }),
      ),
  },
  {
    what: "a header that the program makes itself",
    build: () => build([hdr.s.at(0).setValid(), hdr.s.at(0).x.set(1)]),
  },
  {
    what: "a header that another is copied to",
    build: () =>
      build(
        [hdr.s.at(1).copyFrom(hdr.s.at(0)), meta.m.set(hdr.s.at(1).x), hdr.s.popFront(2)],
        [],
        parser({ start: state([extract(hdr.h), extract(hdr.s.next)], "accept") }),
      ),
  },
  {
    what: "a state that extracts until a mark comes",
    build: () =>
      switchProgram("right", {
        headers: hdr,
        metadata: meta,
        parser: parser({
          start: state([extract(hdr.s.next)], select(hdr.s.last.x, [[0, "start"]], "accept")),
        }),
        ingress: [],
        deparser: [hdr.s],
      }),
  },
];
