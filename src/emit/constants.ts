import { CodedError } from "../base/index.js";
import type { Expression } from "../ir/index.js";

/**
 * The number of an expression that must be known at compile time; true counts as 1.
 *
 * Throws `EMIT-CONSTANT` for any other expression.
 */
export function constantValue(expression: Expression): bigint {
  switch (expression.kind) {
    case "constant":
      return expression.value;
    case "boolean":
      return expression.value ? 1n : 0n;
    case "enumMember":
      return (
        expression.type.members.find(({ name }) => name === expression.member)?.value ?? refuse(expression)
      );
    case "cast":
      return constantValue(expression.operand);
    default:
      return refuse(expression);
  }
}

function refuse({ kind, source }: Expression): never {
  throw new CodedError({
    code: "EMIT-CONSTANT",
    message: `a ${kind} stands where the value must be known at compile time`,
    help: "Give a number, a bool or a member of an enum.",
    position: source,
  });
}
