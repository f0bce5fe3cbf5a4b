import {
  bitType,
  type Expression,
  node,
  type Parser,
  type ParserState,
  type Program,
  type Statement,
} from "../../ir/index.js";
import { bridgeHeader, bridgeName } from "./bridge.js";
import { assign, leavesMetadata, numberOf } from "./build-nodes.js";
import { intrinsicField, intrinsicStruct } from "./intrinsic-metadata.js";
import { resubmitHeader, resubmittedFields } from "./resubmit-header.js";

/** The user's own first state; TNA's stands before it. */
const firstState = "packet";

/** Before the packet Tofino puts what it knows of it: intrinsic metadata, and 64 bits of its port or of a resubmission. */
export function ingressParser(program: Program): Parser {
  const { parser } = program;
  const states = parser.states.map(renameStart);
  return {
    ...parser,
    name: "ingress_parser",
    states: [...startStates(program), ...states],
    annotations: [...parser.annotations, leavesMetadata(parser.source)],
  };
}

function renameStart(state: ParserState): ParserState {
  const { transition } = state;
  const rename = (name: string): string => (name === "start" ? firstState : name);
  return {
    ...state,
    name: rename(state.name),
    transition:
      transition.kind === "direct"
        ? { ...transition, next: rename(transition.next) }
        : {
            ...transition,
            cases: transition.cases.map((line) => ({ ...line, next: rename(line.next) })),
          },
  };
}

function startStates(program: Program): readonly ParserState[] {
  const { source } = program.parser;
  const extract = node("extract", { header: intrinsicStruct("ig_intr_md", source), source });
  const fields = resubmittedFields(program);
  const begin = [extract, ...emptyBridge(program)];
  if (fields.length === 0) return [state(program, "start", [...begin, skipPort(program)], firstState)];
  const flag = intrinsicField("ig_intr_md", "resubmit_flag", source);
  const one = node("constant", { type: bitType(1), value: 1n, source });
  const start = node("parserState", {
    ...state(program, "start", begin, firstState),
    transition: {
      kind: "select",
      on: [flag],
      cases: [
        { keys: [{ kind: "value", value: one }], next: "resubmitted", source },
        { keys: [{ kind: "any" }], next: "arrived", source },
      ],
      source,
    },
  });
  const header = resubmitHeader(program, source);
  const restore = fields.map(({ target, kept }) => assign(target, kept, source));
  return [
    start,
    state(program, "arrived", [skipPort(program)], firstState),
    state(program, "resubmitted", [node("extract", { header, source }), ...restore], firstState),
  ];
}

function state(
  { parser: { source } }: Program,
  name: string,
  statements: readonly Statement[],
  next: string,
): ParserState {
  const transition = { kind: "direct", next, source } as const;
  return node("parserState", { name, statements, transition, annotations: [], source });
}

function skipPort({ parser: { source } }: Program): Statement {
  const size = node("variable", { name: "PORT_METADATA_SIZE", type: bitType(32), source });
  return node("advance", { bits: size, source });
}

/** The bridge begins valid and empty: metadata is zero for every new packet. */
function emptyBridge(program: Program): readonly Statement[] {
  const { source } = program.parser;
  const header: Expression = bridgeHeader(program, source);
  if (header.type.kind !== "headerType" || header.type.name !== `${bridgeName}_t`) return [];
  const zero = header.type.fields
    .filter(({ annotations }) => !annotations.some(({ name }) => name === "padding"))
    .map(({ name, type }) =>
      assign(
        node("field", { object: header, field: name, type, source }),
        type.kind === "boolType"
          ? node("boolean", { value: false, type, source })
          : numberOf(type, 0n, source),
        source,
      ),
    );
  return [node("setValidity", { header, valid: true, source }), ...zero];
}
