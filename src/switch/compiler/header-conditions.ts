import type { BooleanExpression, Header } from "../model/index.js";
import { sameHeader, sameUnion } from "../phv/header-operations.js";
import type { ExpressionTexts } from "./expression-texts.js";
import { type Choice, guardOf, headerChoice, unionChoice } from "./places.js";

type HeaderCondition = Extract<
  BooleanExpression,
  { readonly kind: "valid" | "validUnion" | "sameHeader" | "sameUnion" }
>;

/** Whether the header of a choice is valid. */
export function isValidText(compiler: ExpressionTexts, choice: Choice<Header>): string {
  const guard = guardOf(choice);
  if (guard === undefined) return `(phv[${choice.elements[0]?.validOffset ?? 0}] !== 0)`;
  const offsets = compiler.code.bind(
    "offsets",
    Int32Array.from(choice.elements, ({ validOffset }) => validOffset),
  );
  return `(${guard} && phv[${offsets}[${choice.index}]] !== 0)`;
}

/** The object of a choice in generated code; `undefined` there when the index is outside. */
export function objectText<T>(compiler: ExpressionTexts, { elements, index }: Choice<T>): string {
  return index === undefined
    ? compiler.code.bind("object", elements[0])
    : `${compiler.code.bind("objects", elements)}[${index}]`;
}

/** A condition on whole headers or unions. */
export function conditionOnHeaders(compiler: ExpressionTexts, expression: HeaderCondition): string {
  switch (expression.kind) {
    case "valid":
      return isValidText(compiler, headerChoice(compiler, expression.header));
    case "validUnion": {
      const union = objectText(compiler, unionChoice(compiler, expression.union));
      return `(${union}?.members.some((member) => phv[member.validOffset] !== 0) ?? false)`;
    }
    case "sameHeader": {
      const left = objectText(compiler, headerChoice(compiler, expression.left));
      const right = objectText(compiler, headerChoice(compiler, expression.right));
      return same(compiler.code.bind("sameHeader", sameHeader), left, right, expression.equal);
    }
    case "sameUnion": {
      const left = objectText(compiler, unionChoice(compiler, expression.left));
      const right = objectText(compiler, unionChoice(compiler, expression.right));
      return same(compiler.code.bind("sameUnion", sameUnion), left, right, expression.equal);
    }
  }
}

function same(compare: string, left: string, right: string, equal: boolean): string {
  const both = `${left} !== undefined && ${right} !== undefined && ${compare}(phv, ${left}, ${right})`;
  return equal ? `(${both})` : `!(${both})`;
}
