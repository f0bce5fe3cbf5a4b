import { type Parser, type ParserState, type Statement, typeWidth } from "../../ir/index.js";
import type { Pass } from "../pass.js";
import { refuse } from "./refuse.js";

/** Bytes of a packet that Tofino 1 can parse in ingress. */
const depthMax = 160;

/** Follows the longest way through the parser; a loop takes each element of its stack once. */
export const checkParseDepth: Pass = {
  name: "check-parse-depth",
  run(program) {
    deepest(program.parser, "start", 0, []);
    return program;
  },
};

function deepest(parser: Parser, name: string, before: number, way: readonly string[]): void {
  const state = parser.states.find((each) => each.name === name);
  if (state === undefined || way.filter((each) => each === name).length >= loopsMax(state)) return;
  const bits = before + state.statements.reduce((sum, statement) => sum + bitsOf(statement), 0);
  if (bits > depthMax * 8) {
    refuse(
      "TNA-PARSE-DEPTH",
      `the parser goes ${Math.ceil(bits / 8)} bytes into the packet; Tofino 1 can go ${depthMax}`,
      "Parse fewer headers, or leave the last ones in the payload.",
      state.source,
    );
  }
  const { transition } = state;
  const next = transition.kind === "direct" ? [transition.next] : transition.cases.map((line) => line.next);
  for (const each of new Set(next)) deepest(parser, each, bits, [...way, name]);
}

function bitsOf(statement: Statement): number {
  if (statement.kind === "extract") return typeWidth(statement.header.type) ?? 0;
  return statement.kind === "advance" && statement.bits.kind === "constant"
    ? Number(statement.bits.value)
    : 0;
}

/** How often a way can come to a state: as often as the stack that it fills has elements. */
function loopsMax(state: ParserState): number {
  const sizes = state.statements.map((statement) => {
    if (statement.kind !== "extract" || statement.header.kind !== "stackNext") return 1;
    const { type } = statement.header.stack;
    return type.kind === "stackType" ? type.size : 1;
  });
  return Math.max(1, ...sizes);
}
