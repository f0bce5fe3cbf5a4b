import { type Control, type Parser, type Program, walk } from "../../ir/index.js";
import { rootField } from "./bridge-plan.js";
import { refuse } from "./refuse.js";

/** Which of some headers a packet can have, as lists in the order of the wire. */
export type HeaderSets = readonly (readonly string[])[];

/** The egress parser tells sets of headers apart in one state. */
const setsMax = 64;

/**
 * The sets of headers with which a packet can leave ingress: what the parser can have taken on one of its ways, with each
 * header that the control makes valid or invalid both there and not there.
 */
export function headerSets(program: Program, headers: readonly string[]): HeaderSets {
  const parsed = parsedSets(program.parser, new Set(headers));
  const sets = changedHeaders(program.ingress).reduce(
    (current, name) => (headers.includes(name) ? withAndWithout(current, name) : current),
    parsed,
  );
  if (sets.size > setsMax) {
    refuse(
      "TNA-EGRESS-HEADER",
      `a packet can come to egress with ${sets.size} different sets of headers; its parser can tell ${setsMax} apart`,
      "Make fewer headers valid or invalid, or let egress use fewer headers.",
      program.egress.source,
    );
  }
  return [...sets]
    .sort((left, right) => namesOf(left).length - namesOf(right).length || (left < right ? -1 : 1))
    .map((set) => headers.filter((name) => namesOf(set).includes(name)));
}

/** Sets are compared as the names in them, in the order of the alphabet. */
function keyOf(names: Iterable<string>): string {
  return [...new Set(names)].sort().join();
}

function namesOf(set: string): readonly string[] {
  return set === "" ? [] : set.split(",");
}

function withAndWithout(sets: ReadonlySet<string>, name: string): ReadonlySet<string> {
  const rest = [...sets].map((set) => namesOf(set).filter((each) => each !== name));
  return new Set(rest.flatMap((names) => [keyOf(names), keyOf([...names, name])]));
}

function changedHeaders(control: Control): readonly string[] {
  const names = new Set<string>();
  walk(control, (target) => {
    const name = target.kind === "setValidity" ? rootField(target.header, "headers") : undefined;
    if (name !== undefined) names.add(name);
  });
  return [...names].sort();
}

/** Follows every way through the parser; a packet that is rejected keeps what was taken so far. */
function parsedSets(parser: Parser, headers: ReadonlySet<string>): ReadonlySet<string> {
  const ends = new Set<string>();
  const seen = new Set<string>();
  const follow = (stateName: string, before: string): void => {
    const state = parser.states.find(({ name }) => name === stateName);
    if (state === undefined) ends.add(before);
    if (state === undefined || seen.has(`${stateName}:${before}`)) return;
    seen.add(`${stateName}:${before}`);
    const taken = state.statements.flatMap((statement) =>
      statement.kind === "extract" ? (rootField(statement.header, "headers") ?? []) : [],
    );
    const after = keyOf([...namesOf(before), ...taken.filter((name) => headers.has(name))]);
    const { transition } = state;
    if (transition.kind === "direct") follow(transition.next, after);
    else for (const next of [...transition.cases.map((line) => line.next), "reject"]) follow(next, after);
  };
  follow("start", "");
  return ends;
}
