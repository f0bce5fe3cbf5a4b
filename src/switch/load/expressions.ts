import { assert } from "../../base/index.js";
import type {
  BinaryOperator,
  BooleanExpression,
  CastKind,
  Comparison,
  DataExpression,
  Header,
  HeaderExpression,
  HeaderStack,
  Register,
  Target,
  UnionExpression,
} from "../model/index.js";
import { type LoadedHeaders, resolveField } from "./headers.js";
import type { JsonNode } from "./json-node.js";
import type { Names } from "./names.js";
import { refuse } from "./refuse.js";

/** An expression of any type, with the type that simple_switch infers. */
type AnyExpression =
  | { readonly type: "data"; readonly expression: DataExpression }
  | { readonly type: "boolean"; readonly expression: BooleanExpression }
  | { readonly type: "header"; readonly expression: HeaderExpression }
  | { readonly type: "union"; readonly expression: UnionExpression };

const BINARY: ReadonlySet<string> = new Set(["+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>"]);
const ORDER: ReadonlySet<string> = new Set(["<", "<=", ">", ">="]);
const CASTS: ReadonlyMap<string, CastKind> = new Map([
  ["two_comp_mod", "wrapSigned"],
  ["usat_cast", "saturateUnsigned"],
  ["sat_cast", "saturateSigned"],
]);
const MAX_DEPTH = 1000;

function isBinary(operator: string): operator is BinaryOperator {
  return BINARY.has(operator);
}

function isOrder(operator: string): operator is Comparison {
  return ORDER.has(operator);
}

function data(expression: DataExpression): AnyExpression {
  return { type: "data", expression };
}

function boolean(expression: BooleanExpression): AnyExpression {
  return { type: "boolean", expression };
}

/** The header that a header expression names, whichever index it has: what its fields look like. */
export function exampleHeader(expression: HeaderExpression): Header {
  const header =
    expression.kind === "header"
      ? expression.header
      : expression.kind === "stackElement"
        ? expression.stack.elements[0]
        : exampleUnionMembers(expression.union)[expression.member];
  assert(header !== undefined, "a header expression always names a header");
  return header;
}

/** Members of the union that a union expression names. */
export function exampleUnionMembers(expression: UnionExpression): readonly Header[] {
  const union = expression.kind === "union" ? expression.union : expression.stack.elements[0];
  assert(union !== undefined, "a union stack has elements");
  return union.members;
}

/** Turns the JSON's "type value objects" into resolved expressions, and refuses what does not fit together. */
export class ExpressionLoader {
  /** How many parameters the action at hand has. */
  private parameters = 0;
  private depth = 0;

  constructor(
    readonly headers: LoadedHeaders,
    readonly registers: Names<Register>,
  ) {}

  /** Loads what `load` asks for while action parameters 0 … count-1 exist. */
  withParameters<T>(count: number, load: () => T): T {
    const before = this.parameters;
    this.parameters = count;
    try {
      return load();
    } finally {
      this.parameters = before;
    }
  }

  data(node: JsonNode): DataExpression {
    const any = this.any(node);
    if (any.type !== "data") return node.expected("an integer expression");
    return any.expression;
  }

  boolean(node: JsonNode): BooleanExpression {
    const any = this.any(node);
    if (any.type !== "boolean") return node.expected("a boolean expression");
    return any.expression;
  }

  /** A boolean, or an integer that counts as true when it is not 0. */
  truth(node: JsonNode): BooleanExpression {
    const any = this.any(node);
    if (any.type === "boolean") return any.expression;
    if (any.type === "data") return { kind: "isNotZero", operand: any.expression };
    return node.expected("a boolean expression");
  }

  header(node: JsonNode): HeaderExpression {
    const any = this.any(node);
    if (any.type !== "header") return node.expected("a header");
    return any.expression;
  }

  union(node: JsonNode): UnionExpression {
    const any = this.any(node);
    if (any.type !== "union") return node.expected("a header union");
    return any.expression;
  }

  /** A place that can be assigned. */
  target(node: JsonNode): Target {
    const expression = this.data(node);
    switch (expression.kind) {
      case "field":
        if (expression.field.index < 0) return node.expected("a field that can be written");
        return expression;
      case "stackField":
      case "headerField":
      case "register":
        return expression;
      default:
        return node.expected("something that can be assigned");
    }
  }

  private any(node: JsonNode): AnyExpression {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) refuse("SWITCH-LIMIT", node.path, `nested more than ${MAX_DEPTH} deep`);
    try {
      return this.typed(node, node.get("type").string());
    } finally {
      this.depth -= 1;
    }
  }

  private typed(node: JsonNode, type: string): AnyExpression {
    const value = node.get("value");
    const { headers, unions } = this.headers;
    switch (type) {
      case "field":
        return data({ kind: "field", field: resolveField(this.headers, value) });
      case "hexstr":
        return data({ kind: "constant", value: value.hexadecimal() });
      case "bool":
        return boolean({ kind: "boolean", value: value.boolean() });
      case "local":
      case "runtime_data":
        return data({ kind: "parameter", index: value.integer(0, this.parameters - 1) });
      case "header":
        return { type: "header", expression: { kind: "header", header: headers.resolve(value) } };
      case "header_union":
        return { type: "union", expression: { kind: "union", union: unions.resolve(value) } };
      case "register":
        return data(this.registerCell(value));
      case "stack_field":
        return data(this.stackField(value));
      case "union_stack_field":
        return data(this.unionStackField(value));
      case "lookahead":
        return data(lookahead(value));
      case "expression":
        // The argument of a primitive wraps its expression once more.
        return value.has("type") ? this.any(value) : this.operation(value, value.get("op").string());
      default:
        return refuse("SWITCH-UNSUPPORTED", node.path, `the type ${type} in an expression`);
    }
  }

  private registerCell(node: JsonNode): Target {
    const register = this.registers.resolve(node.at(0));
    return { kind: "register", register: register.index, index: this.data(node.at(1)) };
  }

  private stackField(node: JsonNode): Target {
    const stack = this.headers.stacks.resolve(node.at(0));
    return { kind: "stackField", stack, fieldIndex: fieldIndex(stack.elements[0], node.at(1)) };
  }

  private unionStackField(node: JsonNode): Target {
    const stack = this.headers.unionStacks.resolve(node.at(0));
    const union: UnionExpression = {
      kind: "unionStackElement",
      stack,
      index: lastIndexOf(stack),
    };
    const member = memberIndex(union, node.at(1));
    const header: HeaderExpression = { kind: "unionMember", union, member };
    return { kind: "headerField", header, fieldIndex: fieldIndex(exampleHeader(header), node.at(2)) };
  }

  private operation(node: JsonNode, operator: string): AnyExpression {
    if (isBinary(operator)) return this.binary(node, operator);
    if (isOrder(operator)) {
      const [left, right] = [this.data(node.get("left")), this.data(node.get("right"))];
      return boolean({ kind: "compare", comparison: operator, left, right });
    }
    const cast = CASTS.get(operator);
    if (cast !== undefined) {
      const [operand, width] = [this.data(node.get("left")), this.data(node.get("right"))];
      return data({ kind: "cast", cast, operand, width });
    }
    return this.otherOperation(node, operator);
  }

  private binary(node: JsonNode, operator: BinaryOperator): AnyExpression {
    const leftNode = node.find("left");
    const right = this.data(node.get("right"));
    if (leftNode !== undefined) {
      return data({ kind: "binary", operator, left: this.data(leftNode), right });
    }
    if (operator !== "+" && operator !== "-") return node.get("left").expected("an operand");
    return data({ kind: "binary", operator, left: { kind: "constant", value: 0n }, right });
  }

  private otherOperation(node: JsonNode, operator: string): AnyExpression {
    const right = () => node.get("right");
    switch (operator) {
      case "==":
      case "!=":
        return boolean(this.equality(node, operator));
      case "and":
      case "or":
        return boolean({
          kind: operator,
          left: this.boolean(node.get("left")),
          right: this.boolean(right()),
        });
      case "not":
        return boolean({ kind: "not", operand: this.boolean(right()) });
      case "~":
        return data({ kind: "complement", operand: this.data(right()) });
      case "?":
        return this.choice(node);
      case "d2b":
        return boolean({ kind: "isNotZero", operand: this.data(right()) });
      case "b2d":
        return data({ kind: "fromBoolean", operand: this.boolean(right()) });
      case "valid":
        return boolean({ kind: "valid", header: this.header(right()) });
      case "valid_union":
        return boolean({ kind: "validUnion", union: this.union(right()) });
      case "access_field":
        return data(this.accessField(node));
      case "access_union_header":
        return this.accessUnionHeader(node);
      default:
        return this.stackOperation(node, operator);
    }
  }

  private stackOperation(node: JsonNode, operator: string): AnyExpression {
    switch (operator) {
      case "last_stack_index":
        return data({ kind: "lastIndex", stack: this.stack(node.get("right")) });
      case "size_stack":
        return data({ kind: "stackSize", stack: this.stack(node.get("right")) });
      case "dereference_stack":
      case "dereference_header_stack": {
        const [stack, index] = [this.stack(node.get("left")), this.data(node.get("right"))];
        return { type: "header", expression: { kind: "stackElement", stack, index } };
      }
      case "dereference_union_stack": {
        const stack = this.headers.unionStacks.resolve(named(node.get("left"), "header_union_stack"));
        const index = this.data(node.get("right"));
        return { type: "union", expression: { kind: "unionStackElement", stack, index } };
      }
      default:
        return refuse("SWITCH-UNSUPPORTED", node.path, `the operator ${operator}`);
    }
  }

  private stack(node: JsonNode): HeaderStack {
    return this.headers.stacks.resolve(named(node, "header_stack"));
  }

  private accessField(node: JsonNode): Target {
    const header = this.header(node.get("left"));
    const last = exampleHeader(header).fields.length - 1;
    return { kind: "headerField", header, fieldIndex: node.get("right").integer(0, last) };
  }

  private accessUnionHeader(node: JsonNode): AnyExpression {
    const union = this.union(node.get("left"));
    const member = node.get("right").integer(0, exampleUnionMembers(union).length - 1);
    return { type: "header", expression: { kind: "unionMember", union, member } };
  }

  private equality(node: JsonNode, operator: "==" | "!="): BooleanExpression {
    const [left, right] = [this.any(node.get("left")), this.any(node.get("right"))];
    const equal = operator === "==";
    if (left.type === "data" && right.type === "data") {
      return { kind: "compare", comparison: operator, left: left.expression, right: right.expression };
    }
    if (left.type === "boolean" && right.type === "boolean") {
      return { kind: "sameBoolean", equal, left: left.expression, right: right.expression };
    }
    if (left.type === "header" && right.type === "header") {
      return { kind: "sameHeader", equal, left: left.expression, right: right.expression };
    }
    if (left.type === "union" && right.type === "union") {
      return { kind: "sameUnion", equal, left: left.expression, right: right.expression };
    }
    return node.expected("two operands of one type");
  }

  private choice(node: JsonNode): AnyExpression {
    const condition = this.truth(node.get("cond"));
    const [whenTrue, whenFalse] = [this.any(node.get("left")), this.any(node.get("right"))];
    if (whenTrue.type === "data" && whenFalse.type === "data") {
      return data({
        kind: "choose",
        condition,
        whenTrue: whenTrue.expression,
        whenFalse: whenFalse.expression,
      });
    }
    if (whenTrue.type === "boolean" && whenFalse.type === "boolean") {
      return boolean({
        kind: "chooseBoolean",
        condition,
        whenTrue: whenTrue.expression,
        whenFalse: whenFalse.expression,
      });
    }
    return node.expected("two integers or two booleans to choose from");
  }
}

/** The string value of a type value object of the given type. */
function named(node: JsonNode, type: string): JsonNode {
  if (node.get("type").string() !== type) return node.expected(`a ${type}`);
  return node.get("value");
}

function lookahead(node: JsonNode): DataExpression {
  const [bitOffset, width] = [node.at(0).integer(0, 1 << 20), node.at(1).integer(1, 1 << 16)];
  return { kind: "lookahead", bitOffset, width };
}

/** Position of a named field among those of a header. */
export function fieldIndex(header: Header | undefined, node: JsonNode): number {
  assert(header !== undefined, "a stack has elements");
  const name = node.string();
  const index = header.fields.findIndex((field) => field.name === `${header.name}.${name}`);
  return index >= 0
    ? index
    : refuse("SWITCH-REFERENCE", node.path, `${header.typeName} has no field ${name}`);
}

/** Position of a named member in a union. */
export function memberIndex(union: UnionExpression, node: JsonNode): number {
  const name = node.string();
  const example = union.kind === "union" ? union.union : union.stack.elements[0];
  const index = example?.memberNames.indexOf(name) ?? -1;
  return index >= 0 ? index : refuse("SWITCH-REFERENCE", node.path, `the union has no member ${name}`);
}

function lastIndexOf(stack: { readonly nextOffset: number }): DataExpression {
  const next: Target = {
    kind: "field",
    field: {
      name: "$next$",
      index: -1,
      width: 32,
      signed: false,
      offset: stack.nextOffset,
      words: 1,
      bitOffset: 0,
      validOffset: stack.nextOffset,
    },
  };
  return { kind: "binary", operator: "-", left: next, right: { kind: "constant", value: 1n } };
}
