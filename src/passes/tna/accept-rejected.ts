import type { Parser, Program, Transition } from "../../ir/index.js";
import type { Pass } from "../pass.js";

/**
 * A rejected packet goes on to ingress with the headers so far. Tofino drops what its parser rejects, so such a packet is
 * accepted instead; a select without match accepts, too.
 */
export const acceptRejected: Pass = {
  name: "accept-rejected",
  run: (program): Program => ({ ...program, parser: acceptIn(program.parser) }),
};

function acceptIn(parser: Parser): Parser {
  return {
    ...parser,
    states: parser.states.map((state) => ({ ...state, transition: accept(state.transition) })),
  };
}

function accept(transition: Transition): Transition {
  const next = (name: string): string => (name === "reject" ? "accept" : name);
  if (transition.kind === "direct") return { ...transition, next: next(transition.next) };
  const cases = transition.cases.map((line) => ({ ...line, next: next(line.next) }));
  if (cases.some(({ keys }) => keys.every((key) => key.kind === "any"))) return { ...transition, cases };
  const keys = transition.on.map(() => ({ kind: "any" }) as const);
  return { ...transition, cases: [...cases, { keys, next: "accept", source: transition.source }] };
}
