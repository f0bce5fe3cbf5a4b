import type { Expression } from "../../ir/index.js";
import { refuse } from "./places.js";

/** The number of an expression that must be known at compile time; true counts as 1. */
export function constantValue(expression: Expression): bigint {
  switch (expression.kind) {
    case "constant":
      return expression.value;
    case "boolean":
      return expression.value ? 1n : 0n;
    case "enumMember": {
      const found = expression.type.members.find(({ name }) => name === expression.member);
      return found === undefined ? refuse(`no member ${expression.member}`, expression.source) : found.value;
    }
    case "cast":
      return constantValue(expression.operand);
    default:
      return refuse(`a ${expression.kind} is not known at compile time`, expression.source);
  }
}
