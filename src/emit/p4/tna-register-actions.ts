import {
  type Conditional,
  type Expression,
  node,
  type Register,
  type RegisterAction,
  rewrite,
  type Statement,
  type Type,
  typeName,
} from "../../ir/index.js";
import { block, type Code, line } from "./code.js";
import type { Dialect } from "./dialect.js";
import { printExpression, printTyped } from "./expressions.js";
import { printStatements } from "./statements.js";

/** `Register<cell, index>(size, initial) name;` */
export function printRegister(register: Register, index: Type): readonly Code[] {
  const { cell, size, initial, name, source } = register;
  const value = initial === undefined ? zeroOf(cell) : printTyped(initial);
  return [line(`Register<${typeName(cell)}, ${typeName(index)}>(${size}, ${value}) ${name};`, source)];
}

function zeroOf(cell: Register["cell"]): string {
  return cell.kind === "structType" ? `{${cell.fields.map(() => "0").join(", ")}}` : "0";
}

/** A register action as the program of a stateful ALU: what it does to the cell, and what it gives back. */
export function printRegisterAction(
  action: RegisterAction,
  register: Register,
  index: Type,
  dialect: Dialect,
): readonly Code[] {
  const { output, source, name } = action;
  const cell = typeName(register.cell);
  const result = typeName(output?.type ?? cellNumber(register));
  const parameters = [`inout ${cell} cell`, ...(output === undefined ? [] : [`out ${result} output`])];
  const body = printStatements(programOf(action, register), dialect);
  const head = `RegisterAction<${cell}, ${typeName(index)}, ${result}>(${register.name}) ${name} =`;
  return [block(head, [block(`void apply(${parameters.join(", ")})`, body, source)], source, "};")];
}

function cellNumber({ cell }: Register): Type {
  return cell.kind === "structType" ? (cell.fields[0]?.type ?? cell) : cell;
}

/** A place that the action sets, and to what. */
interface Setting {
  readonly target: Expression;
  readonly value: Expression;
}

/** The output is computed from the old cell and so stands first, unless it is what the cell becomes. */
function programOf(action: RegisterAction, register: Register): readonly Statement[] {
  const { source } = action;
  const cell = node("variable", { name: "cell", type: register.cell, source });
  const inPlace = (value: Expression): Expression =>
    rewrite(value, (target) => (target.kind === "cell" ? cell : target));
  const settings = action.cell === undefined ? [] : cellSettings(inPlace(action.cell), cell);
  if (action.output === undefined) return settings.flatMap(setStatement);
  const output = node("variable", { name: "output", type: action.output.type, source });
  const value = inPlace(action.output);
  const after = settings.find((setting) => same(setting.value, value));
  if (after !== undefined) {
    return [...settings.flatMap(setStatement), assign(output, after.target)];
  }
  return together({ target: output, value }, settings);
}

/** What becomes of the cell, or of each of its two numbers; what stays as it is needs no statement. */
function cellSettings(value: Expression, cell: Expression): readonly Setting[] {
  if (cell.type.kind !== "structType") return changed([{ target: cell, value }]);
  if (value.kind === "conditional") {
    const whenTrue = cellSettings(value.whenTrue, cell);
    const whenFalse = cellSettings(value.whenFalse, cell);
    return cell.type.fields.flatMap((_, position): readonly Setting[] => {
      const target = memberOf(cell, position);
      const chosen = (from: readonly Setting[]): Expression =>
        from.find((setting) => same(setting.target, target))?.value ?? target;
      const pair = { ...value, whenTrue: chosen(whenTrue), whenFalse: chosen(whenFalse), type: target.type };
      return changed([{ target, value: pair }]);
    });
  }
  if (value.kind !== "tuple") return [];
  return changed(
    value.elements.map((element, position) => ({ target: memberOf(cell, position), value: element })),
  );
}

function changed(settings: readonly Setting[]): readonly Setting[] {
  return settings.filter(({ target, value }) => {
    if (value.kind !== "conditional") return !same(target, value);
    return !(same(target, value.whenTrue) && same(target, value.whenFalse));
  });
}

function memberOf(cell: Expression, position: number): Expression {
  const field = cell.type.kind === "structType" ? cell.type.fields[position] : undefined;
  if (field === undefined) return cell;
  return node("field", { object: cell, field: field.name, type: field.type, source: cell.source });
}

/** Output and cell under one condition stand in one `if`. */
function together(output: Setting, settings: readonly Setting[]): readonly Statement[] {
  const { value } = output;
  const [only] = settings;
  if (
    value.kind !== "conditional" ||
    settings.length !== 1 ||
    only?.value.kind !== "conditional" ||
    !same(only.value.condition, value.condition)
  ) {
    return [...setStatement(output), ...settings.flatMap(setStatement)];
  }
  const cell: Conditional = only.value;
  const arm = (side: "whenTrue" | "whenFalse"): readonly Statement[] => [
    ...setStatement({ target: output.target, value: value[side] }),
    ...setStatement({ target: only.target, value: cell[side] }),
  ];
  return [branch(value, arm("whenTrue"), arm("whenFalse"))];
}

function setStatement({ target, value }: Setting): readonly Statement[] {
  if (same(target, value)) return [];
  if (value.kind !== "conditional") return [assign(target, value)];
  const whenTrue = setStatement({ target, value: value.whenTrue });
  const whenFalse = setStatement({ target, value: value.whenFalse });
  return [branch(value, whenTrue, whenFalse)];
}

function branch(
  { condition, source }: Conditional,
  whenTrue: readonly Statement[],
  whenFalse: readonly Statement[],
): Statement {
  if (whenTrue.length > 0) return node("if", { condition, whenTrue, whenFalse, source });
  const negated = node("unary", { operator: "!", operand: condition, type: condition.type, source });
  return node("if", { condition: negated, whenTrue: whenFalse, whenFalse: [], source });
}

function assign(target: Expression, value: Expression): Statement {
  return node("assign", { target, value, source: value.source });
}

function same(left: Expression, right: Expression): boolean {
  return printExpression(left) === printExpression(right);
}
