import { boolType, type Expression, node, rewrite, type Statement, type Switch } from "../../ir/index.js";
import type { Pass } from "../pass.js";

/** A `switch` on a value becomes a chain of ifs: expressions have no effects, so each may compute the value anew. */
export const lowerSwitches: Pass = {
  name: "lower-switches",
  run: (program) => rewrite(program, (target) => (target.kind === "switch" ? lowerSwitch(target) : target)),
};

function lowerSwitch({ on, cases, otherwise, source }: Switch): Statement {
  const chain = cases.reduceRight<readonly Statement[]>(
    (rest, one) => [
      node("if", {
        condition: isOneOf(on, one.values),
        whenTrue: one.body,
        whenFalse: rest,
        source: one.source,
      }),
    ],
    otherwise,
  );
  return node("block", { atomic: false, body: chain, source });
}

function isOneOf(on: Expression, values: readonly Expression[]): Expression {
  const equal = values.map((right) =>
    node("binary", { operator: "==", left: on, right, type: boolType, source: right.source }),
  );
  return equal.reduce((left, right) =>
    node("binary", { operator: "||", left, right, type: boolType, source: right.source }),
  );
}
