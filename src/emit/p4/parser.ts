import type { KeySet, Parser, ParserState, SelectCase, Transition, ValueSet } from "../../ir/index.js";
import { typeName } from "../../ir/index.js";
import { block, type Code, line, spaced } from "./code.js";
import { printKeySet } from "./control.js";
import { describe, explain } from "./describe.js";
import type { Dialect } from "./dialect.js";
import { printExpression } from "./expressions.js";
import { printStatements, printVariables } from "./statements.js";

/** A parser with these parameters. */
export function printParser(
  parser: Parser,
  parameters: readonly string[],
  dialect: Dialect,
): readonly Code[] {
  const parts = [
    printVariables(parser.variables),
    ...parser.valueSets.map(printValueSet),
    ...parser.states.map((state) => printState(state, dialect)),
  ];
  const head = `parser ${parser.name}(${parameters.join(", ")})`;
  return [...explain(parser), block(head, spaced(parts), parser.source)];
}

function printValueSet(set: ValueSet): readonly Code[] {
  return [...describe(set), line(`value_set<${typeName(set.type)}>(${set.size}) ${set.name};`, set.source)];
}

function printState(state: ParserState, dialect: Dialect): readonly Code[] {
  const body = [...printStatements(state.statements, dialect), printTransition(state.transition)];
  return [...explain(state), block(`state ${stateName(state.name)}`, body, state.source)];
}

/** States are called `parse_…`, so that none hides a header, a table or a thing of core.p4 (`packet_out`). */
function stateName(name: string): string {
  const keeps = name === "start" || name === "accept" || name === "reject" || name.startsWith("parse_");
  return keeps ? name : `parse_${name}`;
}

function printTransition(transition: Transition): Code {
  const { source } = transition;
  if (transition.kind === "direct") return line(`transition ${stateName(transition.next)};`, source);
  const on = transition.on.map(printExpression).join(", ");
  return block(`transition select(${on})`, transition.cases.map(printCase), source);
}

function printCase({ keys, next, source }: SelectCase): Code {
  return line(`${printCaseKeys(keys)}: ${stateName(next)};`, source);
}

function printCaseKeys(keys: readonly KeySet[]): string {
  if (keys.every((key) => key.kind === "any")) return "default";
  const printed = keys.map(printKeySet).join(", ");
  return keys.length === 1 ? printed : `(${printed})`;
}
