import type { SourcePosition } from "../base/index.js";
import { type Expression, node, type Statement } from "../ir/index.js";
import type { Place, Scope } from "./scope.js";
import { expressionOf } from "./value.js";

/** One statement of a program. It becomes IR when the control, action or parser that holds it is built. */
export interface Step {
  readonly step: true;
  readonly source: SourcePosition;
  build(scope: Scope): Statement;
}

/** Statements, nested as they come: modules return lists, and lists of lists are fine. */
export type Body = Step | readonly Body[];

/** Where most statements have a meaning. */
export const afterParser: readonly Place[] = ["control", "action"];

/** A statement that declares nothing new. */
export function plainStep(statement: Statement): Step {
  return { step: true, source: statement.source, build: () => statement };
}

/** A statement that declares nothing new and has a meaning only in some places. */
export function placedStep(statement: Statement, places: readonly Place[], what: string): Step {
  return scopedStep(statement.source, (scope) => {
    scope.require(places, what, statement.source);
    return statement;
  });
}

/** A statement that needs to know where it stands. */
export function scopedStep(source: SourcePosition, build: (scope: Scope) => Statement): Step {
  return { step: true, source, build };
}

/** `target = value;` */
export function assignment(target: Expression, value: unknown, source: SourcePosition): Step {
  return plainStep(node("assign", { target, value: expressionOf(target.type, value, source), source }));
}

/** The statements of a body, in order. */
export function buildBody(body: Body, scope: Scope): readonly Statement[] {
  return flatten(body).map((step) => step.build(scope));
}

function flatten(body: Body): readonly Step[] {
  return "step" in body ? [body] : body.flatMap(flatten);
}
