import { assert } from "../../base/index.js";
import type { Expression } from "../../ir/index.js";

/** The number of an argument that stands in the program's text; true counts as 1. */
export function constantArgument(expression: Expression): bigint {
  switch (expression.kind) {
    case "constant":
      return expression.value;
    case "boolean":
      return expression.value ? 1n : 0n;
    case "cast":
      return constantArgument(expression.operand);
    case "enumMember": {
      const found = expression.type.members.find(({ name }) => name === expression.member);
      assert(found !== undefined, `${expression.type.name} has no member ${expression.member}`);
      return found.value;
    }
    default:
      assert(false, `a ${expression.kind} is no constant argument`);
  }
}
