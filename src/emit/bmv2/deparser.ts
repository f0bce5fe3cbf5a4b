import { assert } from "../../base/index.js";
import type { Expression, Program } from "../../ir/index.js";
import { convertExpression } from "./expressions.js";
import { place, refuse } from "./places.js";
import { type Scope, topScope } from "./scope.js";
import type { Shared } from "./shared.js";
import type * as tree from "./tree.js";

/** Lowers a deparser: header instances in the order in which the valid ones are put in front of the payload. */
export function lowerDeparser(program: Program, shared: Shared): tree.Deparser {
  const scope = topScope(shared, "deparser");
  const order = program.deparser.flatMap((expression) => emitted(expression, scope));
  return { name: "deparser", id: 0, order, primitives: [] };
}

function emitted(expression: Expression, scope: Scope): readonly string[] {
  const found = place(expression, scope, convertExpression);
  switch (found?.kind) {
    case "header":
      assert(found.value.type === "header", "an emitted header has a name");
      return [found.value.value];
    case "stack":
      assert(expression.type.kind === "stackType", `${found.name} is no stack`);
      return Array.from({ length: expression.type.size }, (_, index) => `${found.name}[${index}]`);
    case "union":
      return found.type.fields.map((member) => `${found.name}.${member.name}`);
    default:
      return refuse(`a ${expression.kind} cannot be emitted`, expression.source);
  }
}
