import { assert, CodedError, type SourcePosition } from "../../base/index.js";
import type {
  Expression,
  FieldAccess,
  FieldedType,
  HeaderType,
  Root,
  StackElement,
  Type,
} from "../../ir/index.js";
import { scalars, standardMetadata } from "./names.js";
import type { Scope } from "./scope.js";
import type * as tree from "./tree.js";

/** What an expression that names storage stands for in BMv2. */
export type Place =
  | { readonly kind: "field"; readonly value: tree.Expression }
  | { readonly kind: "header"; readonly value: tree.Expression; readonly type: HeaderType }
  | { readonly kind: "last"; readonly stack: string }
  | { readonly kind: "stack"; readonly name: string }
  | { readonly kind: "union"; readonly name: string; readonly type: FieldedType }
  | { readonly kind: "struct"; readonly name: string; readonly type: FieldedType };

/** How an index that is no constant becomes a tree. */
export type Convert = (expression: Expression, scope: Scope) => tree.Expression;

/** The place that an expression names, or undefined when it names none. */
export function place(expression: Expression, scope: Scope, convert: Convert): Place | undefined {
  switch (expression.kind) {
    case "root":
      return rootPlace(expression);
    case "variable": {
      const name = scope.variables.get(expression.name);
      assert(name !== undefined, `no variable ${expression.name} in ${scope.path}`);
      return placeOf(name, expression.type);
    }
    case "field":
      return memberPlace(expression, scope, convert);
    case "stackElement":
      return elementPlace(expression, scope, convert);
    case "stackLast": {
      const stack = place(expression.stack, scope, convert);
      assert(stack?.kind === "stack", "the last element of something that is no stack");
      return { kind: "last", stack: stack.name };
    }
    default:
      return undefined;
  }
}

function rootPlace(root: Root): Place {
  if (root.root === "standardMetadata") {
    const value: tree.HeaderValue = { type: "header", value: standardMetadata };
    return { kind: "header", value, type: { ...root.type, kind: "headerType" } };
  }
  return { kind: "struct", name: root.root === "headers" ? "" : "metadata", type: root.type };
}

/** The place of a value that the layout keeps under a name. */
export function placeOf(name: string, type: Type): Place {
  switch (type.kind) {
    case "structType":
      return { kind: "struct", name, type };
    case "headerType":
      return { kind: "header", value: { type: "header", value: name }, type };
    case "headerUnionType":
      return { kind: "union", name, type };
    case "stackType":
      return { kind: "stack", name };
    default:
      return { kind: "field", value: { type: "field", value: [scalars, name] } };
  }
}

function memberPlace(access: FieldAccess, scope: Scope, convert: Convert): Place | undefined {
  const object = place(access.object, scope, convert);
  switch (object?.kind) {
    case "struct":
    case "union":
      return placeOf(object.name === "" ? access.field : `${object.name}.${access.field}`, access.type);
    case "header":
      return { kind: "field", value: fieldOf(object.value, object.type, access.field) };
    case "last":
      return { kind: "field", value: { type: "stack_field", value: [object.stack, access.field] } };
    default:
      return undefined;
  }
}

function fieldOf(header: tree.Expression, type: HeaderType, field: string): tree.Expression {
  if (header.type === "header") return { type: "field", value: [header.value, field] };
  const right = type.fields.findIndex(({ name }) => name === field);
  return { type: "expression", value: { op: "access_field", left: header, right } };
}

function elementPlace(element: StackElement, scope: Scope, convert: Convert): Place {
  const stack = place(element.stack, scope, convert);
  assert(stack?.kind === "stack", "an element of something that is no stack");
  assert(element.type.kind === "headerType", `${stack.name} is no stack of headers`);
  const { type, index } = element;
  if (index.kind === "constant") {
    return { kind: "header", value: { type: "header", value: `${stack.name}[${index.value}]` }, type };
  }
  const left: tree.StackValue = { type: "header_stack", value: stack.name };
  const right = convert(index, scope);
  return {
    kind: "header",
    value: { type: "expression", value: { op: "dereference_header_stack", left, right } },
    type,
  };
}

/** The place of an expression that must name one. */
export function requirePlace(expression: Expression, scope: Scope, convert: Convert): Place {
  const found = place(expression, scope, convert);
  if (found === undefined) refuse(`a ${expression.kind} cannot be written to`, expression.source);
  return found;
}

/** Refuses what BMv2 cannot do, and says what to do instead where there is one thing. */
export function refuse(message: string, position: SourcePosition, help?: string): never {
  throw new CodedError({ code: "BMV2-UNSUPPORTED", message, position, ...(help && { help }) });
}
