import { type ApplyOutcome, type Node, rewrite, type Statement } from "../ir/index.js";
import type { Pass } from "./pass.js";

/** Dissolves blocks that say nothing (no title, no documentation, not atomic) into the statements around them. */
export const flattenBlocks: Pass = {
  name: "flatten-blocks",
  run: (program) => rewrite(program, flattenWithin),
};

function flattenWithin(target: Node): Node {
  switch (target.kind) {
    case "if":
      return { ...target, whenTrue: flat(target.whenTrue), whenFalse: flat(target.whenFalse) };
    case "switch":
      return {
        ...target,
        cases: target.cases.map((one) => ({ ...one, body: flat(one.body) })),
        otherwise: flat(target.otherwise),
      };
    case "block":
    case "action":
    case "control":
      return { ...target, body: flat(target.body) };
    case "parserState":
      return { ...target, statements: flat(target.statements) };
    case "applyTable":
      return { ...target, outcome: flattenOutcome(target.outcome) };
    default:
      return target;
  }
}

function flattenOutcome(outcome: ApplyOutcome): ApplyOutcome {
  if (outcome.kind === "hit") return { ...outcome, hit: flat(outcome.hit), miss: flat(outcome.miss) };
  if (outcome.kind === "any") return outcome;
  const cases = outcome.cases.map((one) => ({ ...one, body: flat(one.body) }));
  return outcome.otherwise === undefined
    ? { ...outcome, cases }
    : { ...outcome, cases, otherwise: flat(outcome.otherwise) };
}

function flat(statements: readonly Statement[]): readonly Statement[] {
  return statements.flatMap((statement) => {
    if (statement.kind !== "block") return [statement];
    const speaks = statement.title !== undefined || statement.doc !== undefined || statement.atomic;
    return speaks ? [statement] : statement.body;
  });
}
