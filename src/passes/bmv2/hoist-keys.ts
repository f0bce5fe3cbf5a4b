import {
  type Control,
  type Expression,
  type Key,
  node,
  rewrite,
  type Statement,
  type Table,
  type Variable,
} from "../../ir/index.js";
import type { Pass } from "../pass.js";
import { together } from "../statements.js";

/**
 * BMv2 looks up fields, not expressions: a key that is computed becomes a variable that is assigned right before
 * the table is applied. Its name stays.
 */
export const hoistKeys: Pass = {
  name: "hoist-keys",
  run: (program) => rewrite(program, (target) => (target.kind === "control" ? hoistWithin(target) : target)),
};

interface Hoisted {
  readonly table: Table;
  readonly variables: readonly Variable[];
  readonly assignments: readonly Statement[];
}

function hoistWithin(control: Control): Control {
  const hoisted = control.tables.map(hoistTable);
  if (hoisted.every(({ variables }) => variables.length === 0)) return control;
  const assignments = new Map(hoisted.map(({ table, assignments }) => [table.name, assignments]));
  const body = rewrite(control.body, (target) => {
    if (target.kind !== "applyTable") return target;
    return together([...(assignments.get(target.table) ?? []), target], target.source);
  });
  const variables = [...control.variables, ...hoisted.flatMap((one) => one.variables)];
  return { ...control, variables, tables: hoisted.map(({ table }) => table), body };
}

function hoistTable(table: Table): Hoisted {
  const variables: Variable[] = [];
  const assignments: Statement[] = [];
  const keys = table.keys.map((key, position) => {
    if (isField(key.expression)) return key;
    const variable = keyVariable(table, key, position);
    const target = node("variable", { name: variable.name, type: variable.type, source: key.source });
    variables.push(variable);
    assignments.push(node("assign", { target, value: key.expression, source: key.source }));
    return node("key", { ...key, expression: target });
  });
  return { table: { ...table, keys }, variables, assignments };
}

function keyVariable(table: Table, { expression, source }: Key, position: number): Variable {
  const name = `${table.name}_key_${position + 1}`;
  return node("variableDeclaration", { name, type: expression.type, annotations: [], source });
}

/** A field of a header or of metadata, a variable, or whether a header is valid. */
function isField(expression: Expression): boolean {
  switch (expression.kind) {
    case "field":
      return expression.object.kind === "root" || isField(expression.object);
    case "stackElement":
      return expression.index.kind === "constant" && isField(expression.stack);
    case "isValid":
      return expression.header.type.kind === "headerType" && isField(expression.header);
    case "variable":
    case "root":
      return true;
    default:
      return false;
  }
}
