import { type Binary, bitType, boolType, type Expression, node, rewrite, typeWidth } from "../../ir/index.js";
import type { Pass } from "../pass.js";

/** p4c's BMv2 back end takes shift amounts of at most 8 bits. */
const amountType = bitType(8);

/**
 * Gives every shift an amount of 8 bits. A constant is rewritten; a wider amount is cut, and the shift is
 * guarded, since shifting by the width or more leaves no bit of an unsigned number (P4_16, section 8.6).
 */
export const lowerShifts: Pass = {
  name: "lower-shifts",
  run: (program) => rewrite(program, (target) => (target.kind === "binary" ? lowerShift(target) : target)),
};

function lowerShift(shift: Binary): Expression {
  if (shift.operator !== "<<" && shift.operator !== ">>") return shift;
  const { right: amount, source } = shift;
  if (amount.kind === "constant") return { ...shift, right: shortConstant(amount.value, shift) };
  if ((typeWidth(amount.type) ?? 0) <= amountType.width) return shift;
  const right = node("cast", { type: amountType, operand: amount, source });
  const limit = node("constant", { type: amount.type, value: 255n, source });
  const condition = node("binary", { operator: ">", left: amount, right: limit, type: boolType, source });
  return node("conditional", {
    condition,
    whenTrue: shiftedOut(shift),
    whenFalse: { ...shift, right },
    type: shift.type,
    source,
  });
}

/** 255 is enough for any number of at most 255 bits, and wider ones are not shifted that far by a constant. */
function shortConstant(value: bigint, shift: Binary): Expression {
  return node("constant", { type: amountType, value: value > 255n ? 255n : value, source: shift.source });
}

/** What remains when every bit has been shifted out: the sign, for a signed number shifted right. */
function shiftedOut(shift: Binary): Expression {
  const { type, source } = shift;
  if (type.kind === "intType" && shift.operator === ">>") {
    return { ...shift, right: node("constant", { type: amountType, value: 255n, source }) };
  }
  return node("constant", { type, value: 0n, source });
}
