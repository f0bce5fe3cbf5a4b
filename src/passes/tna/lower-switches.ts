import { boolType, type Expression, node, rewrite, type Statement, type Switch } from "../../ir/index.js";
import type { Pass } from "../pass.js";
import { together } from "../statements.js";

/** Tofino's compiler knows `switch` only on the action that a table ran; on a value it becomes a chain of conditions. */
export const lowerSwitches: Pass = {
  name: "lower-switches",
  run: (program) => rewrite(program, (target) => (target.kind === "switch" ? lower(target) : target)),
};

function lower({ on, cases, otherwise, source }: Switch): Statement {
  const chain = cases.reduceRight<readonly Statement[]>((whenFalse, { values, body, source: at }) => {
    const condition = values
      .map(
        (right): Expression =>
          node("binary", { operator: "==", left: on, right, type: boolType, source: at }),
      )
      .reduce((left, right) => node("binary", { operator: "||", left, right, type: boolType, source: at }));
    return [node("if", { condition, whenTrue: body, whenFalse, source: at })];
  }, otherwise);
  return together(chain, source);
}
