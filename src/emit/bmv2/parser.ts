import type { Assign, Expression, Extract, Parser, ParserState, Statement } from "../../ir/index.js";
import { scalarValue } from "./assignments.js";
import { convertExpression, widthOf } from "./expressions.js";
import { hoistLookaheads, lookaheadOf } from "./lookahead.js";
import { place, refuse } from "./places.js";
import { argument, PrimitiveList } from "./primitives.js";
import { type Scope, topScope, withVariables } from "./scope.js";
import { lowerTransition } from "./select.js";
import type { Shared } from "./shared.js";
import { initialise, lowerStatements } from "./statements.js";
import type * as tree from "./tree.js";

/** simple_switch asks for its parser by this name. */
const parserName = "parser";

/** Lowers a parser; its first state is the one called `start`. */
export function lowerParser(parser: Parser, shared: Shared): tree.Parser {
  const scope = withVariables(topScope(shared, parser.name), parser.name, parser.variables);
  const states = parser.states.map((state, id) => lowerState(state, id, parser, scope));
  return { name: parserName, id: 0, init_state: "start", parse_states: states };
}

/** The value sets of a parser. */
export function lowerValueSets(parser: Parser): readonly tree.ParseValueSet[] {
  return parser.valueSets.map(({ name, type, size }, id) => ({
    name: `${parser.name}.${name}`,
    id,
    compressed_bitwidth: widthOf(type),
    max_size: size,
  }));
}

function lowerState(state: ParserState, id: number, parser: Parser, outer: Scope): tree.ParseState {
  const operations: tree.ParserOperation[] = [];
  const scope = outer;
  if (state.name === "start") {
    const list = new PrimitiveList();
    initialise(
      parser.variables.filter(({ initial }) => initial !== undefined),
      scope,
      list,
    );
    operations.push(...asOperations(list, state));
  }
  for (const statement of state.statements) lowerStatement(statement, scope, operations);
  const { transitions, transition_key } = lowerTransition(state.transition, scope, (field, value) =>
    operations.push({ op: "set", parameters: [field, value] }),
  );
  return { name: state.name, id, parser_ops: operations, transitions, transition_key };
}

/** Appends the operations of a statement, after those that keep what it looks ahead at. */
function lowerStatement(statement: Statement, scope: Scope, operations: tree.ParserOperation[]): void {
  const direct = statement.kind === "assign" ? setFromLookahead(statement, scope) : undefined;
  if (direct !== undefined) {
    operations.push(direct);
    return;
  }
  if (statement.kind === "block") {
    for (const inner of statement.body) lowerStatement(inner, scope, operations);
    return;
  }
  const { hoisted, scope: inner } = hoistLookaheads(statement, scope, (field, bits) =>
    operations.push({ op: "set", parameters: [field, bits] }),
  );
  operations.push(...lowerSimple(hoisted, inner));
}

/** `field = packet.lookahead<…>()`, which BMv2 does in one operation. */
function setFromLookahead({ target, value }: Assign, scope: Scope): tree.ParserOperation | undefined {
  const bits = lookaheadOf(value);
  const to =
    bits === undefined || target.kind === "slice" ? undefined : place(target, scope, convertExpression);
  if (bits === undefined || to?.kind !== "field" || to.value.type !== "field") return undefined;
  return { op: "set", parameters: [to.value, bits] };
}

function lowerSimple(statement: Statement, scope: Scope): readonly tree.ParserOperation[] {
  switch (statement.kind) {
    case "extract":
      return [lowerExtract(statement, scope)];
    case "verify": {
      const condition = convertExpression(statement.condition, scope);
      return [{ op: "verify", parameters: [condition, convertExpression(statement.error, scope)] }];
    }
    case "advance":
      return [{ op: "advance", parameters: [argument(scalarValue(statement.bits, scope))] }];
    default: {
      const list = new PrimitiveList();
      lowerStatements([statement], scope, list);
      return asOperations(list, statement);
    }
  }
}

function lowerExtract({ header, varbitLength, source }: Extract, scope: Scope): tree.ParserOperation {
  const target = extractTarget(header, scope, source);
  if (varbitLength === undefined) return { op: "extract", parameters: [target] };
  const length = convertExpression(varbitLength, scope);
  return { op: "extract_VL", parameters: [target, { type: "expression", value: length }] };
}

function extractTarget(header: Expression, scope: Scope, source: Extract["source"]): tree.ExtractTarget {
  if (header.kind === "stackNext") {
    const stack = place(header.stack, scope, convertExpression);
    if (stack?.kind === "stack") return { type: "stack", value: stack.name };
  }
  const target = place(header, scope, convertExpression);
  if (target?.kind === "header" && target.value.type === "header")
    return { type: "regular", value: target.value.value };
  return refuse("only a header of the program or the next element of a stack can be extracted", source);
}

/** Parsers have an operation of their own for storing a number; other primitives are wrapped in one. */
function asOperations(
  list: PrimitiveList,
  { source }: Pick<Statement, "source">,
): readonly tree.ParserOperation[] {
  return list.finish().map((primitive): tree.ParserOperation => {
    const [target, value] = primitive.parameters;
    if (primitive.op === "assign" && target?.type === "field" && value !== undefined) {
      return { op: "set", parameters: [target, value] };
    }
    if (primitive.op.startsWith("_jump")) return refuse("a parser decides by its transitions only", source);
    return { op: "primitive", parameters: [primitive] };
  });
}
