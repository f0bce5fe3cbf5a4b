import {
  type Action,
  type Clone,
  type ExecuteMeter,
  type Expression,
  type Hash,
  type If,
  node,
  type RegisterRead,
  type RegisterWrite,
  type SendDigest,
  type Statement,
  type StatementVisitor,
  type Variable,
  visit,
} from "../../ir/index.js";
import { fieldListNumber } from "../../passes/index.js";
import { assign, hold, scalarValue, store } from "./assignments.js";
import { calculationInput } from "./calculations.js";
import { convertExpression } from "./expressions.js";
import { standardMetadata } from "./names.js";
import * as operations from "./operations.js";
import { place, refuse } from "./places.js";
import { argument, type Label, type PrimitiveList } from "./primitives.js";
import { type Scope, withArguments, withVariables } from "./scope.js";
import type * as tree from "./tree.js";

/** Where the statements of an action stand. */
interface Context {
  readonly scope: Scope;
  readonly list: PrimitiveList;
  /** The end of the action that `return` leaves. */
  readonly end: Label;
  /** The end of all primitives, for `exit`. */
  readonly last: Label;
}

/** Appends the primitives of statements that need no table. */
export function lowerStatements(statements: readonly Statement[], scope: Scope, list: PrimitiveList): void {
  const end: Label = {};
  lowerAll(statements, { scope, list, end, last: end });
  list.place(end);
}

/** Appends the primitives of an action's body, after those that clear its variables. */
export function lowerActionBody(action: Action, scope: Scope, list: PrimitiveList): void {
  const inner = withVariables(scope, `${scope.path}.${action.name}`, action.variables);
  initialise(action.variables, inner, list);
  lowerStatements(action.body, inner, list);
}

/** Gives variables their first values; a header starts as invalid, other variables as anything. */
export function initialise(variables: readonly Variable[], scope: Scope, list: PrimitiveList): void {
  for (const { name, type, initial, source } of variables) {
    const variable = node("variable", { name, type, source });
    if (initial !== undefined) assign(variable, initial, scope, list);
    else if (type.kind === "headerType") list.add("remove_header", [value(variable, scope)], source);
  }
}

function lowerAll(statements: readonly Statement[], context: Context): void {
  for (const statement of statements) visit(lowerings, statement, context);
}

const lowerings: StatementVisitor<void, Context> = {
  assign: ({ target, value }, { scope, list }) => assign(target, value, scope, list),
  if: lowerIf,
  switch: ({ source }) => refuse("a switch that was not lowered", source),
  block: ({ body }, context) => lowerAll(body, context),
  callAction: ({ action, args, source }, context) => call(action, args, source, context),
  setValidity: ({ header, valid, source }, { scope, list }) =>
    list.add(valid ? "add_header" : "remove_header", [value(header, scope)], source),
  shiftStack: ({ stack, direction, count, source }, { scope, list }) =>
    list.add(direction, [value(stack, scope), operations.constant(BigInt(count), 32)], source),
  registerRead: lowerRegisterRead,
  registerWrite: lowerRegisterWrite,
  count: ({ counter, index, source }, { scope, list }) => {
    if (index === undefined) return;
    list.add(
      "count",
      [{ type: "counter_array", value: `${scope.path}.${counter}` }, value(index, scope)],
      source,
    );
  },
  executeMeter: lowerMeter,
  hash: lowerHash,
  random: ({ into, low, high, source }, { scope, list }) =>
    throughField(into, scope, list, (field) =>
      list.add("modify_field_rng_uniform", [argument(field), value(low, scope), value(high, scope)], source),
    ),
  sendDigest: lowerDigest,
  drop: ({ source }, { list }) =>
    list.add("mark_to_drop", [{ type: "header", value: standardMetadata }], source),
  recirculate: (statement, { scope, list }) =>
    list.add("recirculate", [fieldList(statement, scope)], statement.source),
  resubmit: (statement, { scope, list }) =>
    list.add("resubmit", [fieldList(statement, scope)], statement.source),
  clone: lowerClone,
  truncate: ({ length, source }, { scope, list }) => list.add("truncate", [value(length, scope)], source),
  logMessage: ({ text, args, source }, { scope, list }) => {
    const parameters = args.map((arg) => argument(scalarValue(arg, scope)));
    list.add(
      "log_msg",
      [
        { type: "string", value: text },
        { type: "parameters_vector", value: parameters },
      ],
      source,
    );
  },
  assert: ({ form, condition, source }, { scope, list }) =>
    list.add(form, [argument(scalarValue(condition, scope))], source),
  exit: ({ source }, { list, last }) => {
    list.add("exit", [], source);
    list.jump(last, source);
  },
  return: ({ source }, { list, end }) => list.jump(end, source),
  applyTable: ({ source }) => refuse("a table cannot be applied inside an action", source),
  applyControl: ({ source }) => refuse("a control cannot be applied inside an action", source),
  verify: ({ source }) => refuse("only a parser can verify", source),
  extract: ({ source }) => refuse("only a parser can extract", source),
  advance: ({ source }) => refuse("only a parser can advance", source),
  executeRegisterAction: ({ source }) => refuse("a register action that was not lowered", source),
  sendToPort: ({ source }) => refuse("a decision about the packet that was not lowered", source),
  multicast: ({ source }) => refuse("a decision about the packet that was not lowered", source),
  setPriority: ({ source }) => refuse("a priority that was not lowered", source),
};

function value(expression: Expression, scope: Scope): tree.Argument {
  return argument(scalarValue(expression, scope));
}

function lowerIf({ condition, whenTrue, whenFalse, source }: If, context: Context): void {
  const { list, scope } = context;
  const otherwise: Label = {};
  const after: Label = {};
  list.jumpUnless(convertExpression(condition, scope), otherwise, source);
  lowerAll(whenTrue, context);
  if (whenFalse.length > 0) list.jump(after, source);
  list.place(otherwise);
  lowerAll(whenFalse, context);
  list.place(after);
}

/** Writes the body of the action out in place. */
function call(
  name: string,
  args: readonly Expression[],
  source: Statement["source"],
  context: Context,
): void {
  const { scope, list, last } = context;
  if (name === "NoAction") return;
  const action = scope.control?.actions.find((candidate) => candidate.name === name);
  if (action === undefined) refuse(`no action ${name} in ${scope.path}`, source);
  const bound = withArguments(scope, action.parameters, hold(args, scope, list));
  const inner = withVariables(bound, `${scope.path}.${name}`, action.variables);
  initialise(action.variables, inner, list);
  const end: Label = {};
  lowerAll(action.body, { scope: inner, list, end, last });
  list.place(end);
}

/** Some primitives write to a field only: other targets get the result from a temporary. */
function throughField(
  into: Expression,
  scope: Scope,
  list: PrimitiveList,
  write: (field: tree.FieldValue) => void,
): void {
  const direct = into.kind === "slice" ? undefined : place(into, scope, convertExpression);
  if (direct?.kind === "field" && direct.value.type === "field") {
    write(direct.value);
    return;
  }
  const temporary = scope.shared.layout.temporary(into.type);
  write(temporary);
  const name = temporary.value[1];
  const variables = new Map([...scope.variables, [name, name]]);
  const source = into.source;
  assign(into, { kind: "variable", name, type: into.type, source }, { ...scope, variables }, list);
}

function lowerRegisterRead({ register, index, into, source }: RegisterRead, { scope, list }: Context): void {
  const array: tree.Argument = { type: "register_array", value: `${scope.path}.${register}` };
  throughField(into, scope, list, (field) =>
    list.add("register_read", [field, array, value(index, scope)], source),
  );
}

function lowerRegisterWrite(statement: RegisterWrite, { scope, list }: Context): void {
  const array: tree.Argument = { type: "register_array", value: `${scope.path}.${statement.register}` };
  list.add(
    "register_write",
    [array, value(statement.index, scope), value(statement.value, scope)],
    statement.source,
  );
}

/** A direct meter needs no primitive: its table writes the colour. */
function lowerMeter({ meter, index, into, source }: ExecuteMeter, { scope, list }: Context): void {
  if (index === undefined) return;
  const array: tree.Argument = { type: "meter_array", value: `${scope.path}.${meter}` };
  throughField(into, scope, list, (field) =>
    list.add("execute_meter", [array, value(index, scope), field], source),
  );
}

function lowerHash({ into, algorithm, inputs, range, source }: Hash, { scope, list }: Context): void {
  if (range === undefined) refuse("a hash that was not lowered", source);
  const input = inputs.map((expression) => calculationInput(expression, scope, list));
  const calculation: tree.Argument = {
    type: "calculation",
    value: scope.shared.addCalculation(algorithm, input),
  };
  throughField(into, scope, list, (field) => {
    const parameters = [field, value(range.base, scope), calculation, value(range.modulus, scope)];
    list.add("modify_field_with_hash_based_offset", parameters, source);
  });
}

/** BMv2 sends a digest at the end of ingress: its values are copied at once, so that later changes do not count. */
function lowerDigest({ digest, values, source }: SendDigest, { scope, list }: Context): void {
  const declared = scope.control?.digests.find(({ name }) => name === digest);
  if (declared === undefined) refuse(`no digest ${digest} in ${scope.path}`, source);
  const { id, elements } = scope.shared.learnList(declared);
  values.forEach((expression, position) => {
    const element = elements[position];
    if (element !== undefined) store(element, expression.type, scalarValue(expression, scope), source, list);
  });
  list.add("generate_digest", [operations.constant(1n, 32), operations.constant(BigInt(id), 32)], source);
}

function lowerClone(statement: Clone, { scope, list }: Context): void {
  const op = statement.from === "ingress" ? "clone_ingress_pkt_to_egress" : "clone_egress_pkt_to_egress";
  list.add(op, [value(statement.session, scope), fieldList(statement, scope)], statement.source);
}

/** List n of the program has the id n + 1 in the file. */
function fieldList(statement: Statement, scope: Scope): tree.HexValue {
  return operations.constant(BigInt(fieldListNumber(scope.shared.fieldLists, statement) + 1), 32);
}
