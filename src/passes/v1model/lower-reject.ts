import type { SourcePosition } from "../../base/index.js";
import { boolType, errorType, node, type Parser, type ParserState, type Transition } from "../../ir/index.js";
import type { Pass } from "../pass.js";

const rejected = "rejected";

/**
 * BMv2 takes a transition to `reject` for `accept`, and so it does for a select that no case matches. Both become
 * a state that stops the parser with an error, which is what rejecting means: the program reads it as the parser
 * error, and the headers so far are there.
 */
export const lowerReject: Pass = {
  name: "lower-reject",
  run: (program) => ({ ...program, parser: lowerParser(program.parser) }),
};

function lowerParser(parser: Parser): Parser {
  const states = parser.states.map((state) => ({ ...state, transition: lowerTransition(state.transition) }));
  const rejects = states.some(({ transition }) => nextOf(transition).includes(rejected));
  return rejects ? { ...parser, states: [...states, rejectedState(parser.source)] } : parser;
}

function nextOf(transition: Transition): readonly string[] {
  return transition.kind === "direct" ? [transition.next] : transition.cases.map(({ next }) => next);
}

function lowerTransition(transition: Transition): Transition {
  if (transition.kind === "direct") return { ...transition, next: lowerNext(transition.next) };
  const cases = transition.cases.map((line) => ({ ...line, next: lowerNext(line.next) }));
  if (cases.some(({ keys }) => keys.every((key) => key.kind === "any"))) return { ...transition, cases };
  const keys = transition.on.map(() => ({ kind: "any" }) as const);
  return { ...transition, cases: [...cases, { keys, next: rejected, source: transition.source }] };
}

function lowerNext(next: string): string {
  return next === "reject" ? rejected : next;
}

function rejectedState(source: SourcePosition): ParserState {
  const condition = node("boolean", { value: false, type: boolType, source });
  const error = node("errorMember", { member: "NoMatch", type: errorType, source });
  return node("parserState", {
    name: rejected,
    statements: [node("verify", { condition, error, source })],
    transition: { kind: "direct", next: "accept", source },
    annotations: [],
    source,
  });
}
