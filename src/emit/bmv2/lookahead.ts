import { assert } from "../../base/index.js";
import {
  type Expression,
  node,
  rewrite,
  type Statement,
  type Type,
  typeWidth,
  walk,
} from "../../ir/index.js";
import { widthOf } from "./expressions.js";
import { refuse } from "./places.js";
import type { Scope } from "./scope.js";
import type * as tree from "./tree.js";

/** The bits of the packet that an expression looks at, when it is nothing but a look ahead. */
export function lookaheadOf(expression: Expression): tree.LookaheadValue | undefined {
  if (
    expression.kind === "lookahead" &&
    typeWidth(expression.type) !== undefined &&
    isNumber(expression.type)
  ) {
    return { type: "lookahead", value: [0, widthOf(expression.type)] };
  }
  if (expression.kind !== "field" || expression.object.kind !== "lookahead") return undefined;
  return {
    type: "lookahead",
    value: [offsetOf(expression.object.type, expression.field), widthOf(expression.type)],
  };
}

function isNumber(type: Type): boolean {
  return type.kind !== "headerType" && type.kind !== "structType";
}

function offsetOf(type: Type, name: string): number {
  assert(type.kind === "headerType" || type.kind === "structType", `a ${type.kind} has no field ${name}`);
  const position = type.fields.findIndex((field) => field.name === name);
  return type.fields.slice(0, position).reduce((sum, field) => sum + widthOf(field.type), 0);
}

/**
 * BMv2 looks ahead only as a whole operation: `set` receives each look ahead of an expression or statement, and
 * what comes back reads the fields that they were kept in.
 */
export function hoistLookaheads<Root extends Expression | Statement>(
  root: Root,
  scope: Scope,
  set: (field: tree.FieldValue, value: tree.LookaheadValue) => void,
): { readonly hoisted: Root; readonly scope: Scope } {
  const variables = new Map(scope.variables);
  const hoisted = rewrite(root, (target) => {
    if (target.kind !== "lookahead" && target.kind !== "field") return target;
    const bits = lookaheadOf(target);
    if (bits === undefined) return target;
    const field = scope.shared.layout.temporary(target.type);
    set(field, bits);
    const [, name] = field.value;
    variables.set(name, name);
    return node("variable", { name, type: target.type, source: target.source });
  });
  walk(hoisted, (target) => {
    if (target.kind === "lookahead") refuse("a look ahead at a whole header", target.source);
  });
  return { hoisted, scope: { ...scope, variables } };
}
