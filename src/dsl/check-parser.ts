import { type Parser, type ParserState, walk } from "../ir/index.js";
import { refuse } from "./refuse.js";

type States = ReadonlyMap<string, ParserState>;

/**
 * Refuses a state that no packet comes to, and states that go round without taking anything from the packet: a switch
 * would not come out of them again.
 *
 * @throws CodedError `DSL-STATE`
 */
export function checkParser(parser: Parser): void {
  const states: States = new Map(parser.states.map((state) => [state.name, state]));
  const reached = reachedFrom("start", states);
  for (const { name, source } of parser.states) {
    if (reached.has(name)) continue;
    const message = `the state "${name}" cannot be reached from "start"`;
    refuse("DSL-STATE", source, message, "Name it in a transition, or leave it out.");
  }
  const idle: States = new Map([...states].filter(([, state]) => !takesFromPacket(state)));
  for (const [name, { source }] of idle) {
    if (!nextOf(states.get(name)).some((next) => reachedFrom(next, idle).has(name))) continue;
    const message = `from the state "${name}" a packet comes back to it with nothing taken from it, for ever`;
    refuse("DSL-STATE", source, message, "Extract or advance in one of the states of the circle.");
  }
}

function nextOf(state: ParserState | undefined): readonly string[] {
  if (state === undefined) return [];
  const { transition } = state;
  return transition.kind === "direct" ? [transition.next] : transition.cases.map(({ next }) => next);
}

/** The states on all ways from one, itself included, as far as they lead through `states`. */
function reachedFrom(name: string, states: States): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next) || !states.has(next)) continue;
    reached.add(next);
    open.push(...nextOf(states.get(next)));
  }
  return reached;
}

/** Whether it may take something: what a condition decides gets the benefit of the doubt. */
function takesFromPacket({ statements }: ParserState): boolean {
  let takes = false;
  walk(statements, ({ kind }) => {
    if (kind === "extract" || kind === "advance") takes = true;
  });
  return takes;
}
