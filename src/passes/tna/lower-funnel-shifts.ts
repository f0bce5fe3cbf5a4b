import {
  type Assign,
  bitType,
  type Expression,
  node,
  rewrite,
  type Statement,
  typeWidth,
} from "../../ir/index.js";
import type { Pass } from "../pass.js";
import { callFunction } from "./build-nodes.js";

/**
 * Bits of two words side by side, `high[k-1:0] ++ low[W-1:k]`, are one instruction of Tofino's ALU, a shift over both.
 * Written as slices they would tear every container that the words meet.
 */
export const lowerFunnelShifts: Pass = {
  name: "lower-funnel-shifts",
  run: (program) => rewrite(program, (target) => (target.kind === "assign" ? lower(target) : target)),
};

/** Widths of Tofino's containers: only whole ones are shifted. */
const containerWidths: ReadonlySet<number> = new Set([8, 16, 32]);

function lower(statement: Assign): Statement {
  const { target, value, source } = statement;
  if (value.kind !== "concat" || value.left.kind !== "slice" || value.right.kind !== "slice")
    return statement;
  const { left: high, right: low } = value;
  const width = typeWidth(value.type) ?? 0;
  const isFunnel =
    containerWidths.has(width) &&
    high.low === 0 &&
    low.high === width - 1 &&
    typeWidth(high.operand.type) === width &&
    typeWidth(low.operand.type) === width;
  if (!isFunnel) return statement;
  const amount: Expression = node("constant", { value: BigInt(low.low), type: bitType(32), source });
  return callFunction("funnel_shift_right", [target, high.operand, low.operand, amount], source);
}
