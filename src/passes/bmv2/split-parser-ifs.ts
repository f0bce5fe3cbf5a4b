import {
  boolType,
  type If,
  type KeySet,
  node,
  type ParserState,
  type Statement,
  type Transition,
  walk,
} from "../../ir/index.js";
import type { Pass } from "../pass.js";

/** BMv2's parsers decide by their transitions only: an `if` in a state becomes states of its own. */
export const splitParserIfs: Pass = {
  name: "split-parser-ifs",
  run: (program) => {
    const states = program.parser.states.flatMap(splitState);
    return { ...program, parser: { ...program.parser, states } };
  },
};

/** The state up to its first `if`, one state for each branch, and one for what follows. */
function splitState(state: ParserState): readonly ParserState[] {
  const statements = state.statements.flatMap(dissolve);
  const position = statements.findIndex(({ kind }) => kind === "if");
  const branch = statements[position];
  if (branch?.kind !== "if") return [state];
  const part = (suffix: string, body: readonly Statement[], transition: Transition): ParserState =>
    node("parserState", { ...state, name: `${state.name}_${suffix}`, statements: body, transition });
  const join = part("join", statements.slice(position + 1), state.transition);
  const toJoin: Transition = { kind: "direct", next: join.name, source: branch.source };
  const whenTrue = part("true", branch.whenTrue, toJoin);
  const whenFalse = part("false", branch.whenFalse, toJoin);
  const decision = decide(branch, whenTrue.name, whenFalse.name);
  const first = node("parserState", {
    ...state,
    statements: statements.slice(0, position),
    transition: decision,
  });
  return [first, ...[whenTrue, whenFalse, join].flatMap(splitState)];
}

/** A block with an `if` inside is dissolved into its statements. */
function dissolve(statement: Statement): readonly Statement[] {
  if (statement.kind !== "block") return [statement];
  let decides = false;
  walk(statement, ({ kind }) => {
    if (kind === "if") decides = true;
  });
  return decides ? statement.body.flatMap(dissolve) : [statement];
}

function decide({ condition, source }: If, whenTrue: string, whenFalse: string): Transition {
  const yes: KeySet = { kind: "value", value: node("boolean", { value: true, type: boolType, source }) };
  const cases = [
    { keys: [yes], next: whenTrue, source },
    { keys: [{ kind: "any" as const }], next: whenFalse, source },
  ];
  return { kind: "select", on: [condition], cases, source };
}
