import type { Kind, Node, NodeOf } from "./build.js";
import type { Expression } from "./expressions.js";
import type { Statement } from "./statements.js";

/**
 * One function for each kind of a family. A new kind makes every visitor of the family fail to compile until it
 * says what to do.
 */
export type Visitor<Family extends Node, Result, Context = void> = {
  readonly [K in Family["kind"]]: (node: NodeOf<K>, context: Context) => Result;
};

export type ExpressionVisitor<Result, Context = void> = Visitor<Expression, Result, Context>;
export type StatementVisitor<Result, Context = void> = Visitor<Statement, Result, Context>;

/** Calls the visitor's function for the node's kind. */
export function visit<Family extends Node, Result, Context = void>(
  visitor: Visitor<Family, Result, Context>,
  target: Family,
  context: Context,
): Result {
  const visitKind = visitor[target.kind as Family["kind"]] as (node: Node, context: Context) => Result;
  return visitKind(target, context);
}

/** Narrows a node to a kind. */
export function isKind<K extends Kind>(target: Node, kind: K): target is NodeOf<K> {
  return target.kind === kind;
}
