import type { Checksum, Expression } from "../../ir/index.js";
import { scalarValue, store } from "./assignments.js";
import { convertExpression, widthOf } from "./expressions.js";
import { place, refuse } from "./places.js";
import type { PrimitiveList } from "./primitives.js";
import type { Scope } from "./scope.js";
import { topScope } from "./scope.js";
import type { Shared } from "./shared.js";
import type * as tree from "./tree.js";

/** An input of a hash: a field or a constant as it is, anything else through a temporary. */
export function calculationInput(
  expression: Expression,
  scope: Scope,
  list: PrimitiveList,
): tree.CalculationInput {
  const converted = scalarValue(expression, scope);
  if (converted.type === "field") return converted;
  if (converted.type === "hexstr") return { ...converted, bitwidth: widthOf(expression.type) };
  const temporary = scope.shared.layout.temporary(expression.type);
  store(temporary, expression.type, converted, expression.source, list);
  return temporary;
}

/** The checksums that are verified behind the parser and updated in front of the deparser. */
export function lowerChecksums(
  verified: readonly Checksum[],
  updated: readonly Checksum[],
  shared: Shared,
): readonly tree.Checksum[] {
  const all = [
    ...updated.map((checksum) => ({ checksum, verify: false })),
    ...verified.map((checksum) => ({ checksum, verify: true })),
  ];
  return all.map(({ checksum, verify }, id) => lowerChecksum(checksum, verify, id, shared));
}

function lowerChecksum(checksum: Checksum, verify: boolean, id: number, shared: Shared): tree.Checksum {
  const scope = topScope(shared, verify ? "verifyChecksum" : "computeChecksum");
  const target = place(checksum.target, scope, convertExpression);
  if (target?.kind !== "field" || target.value.type !== "field") {
    return refuse("a checksum can only be kept in a field", checksum.source);
  }
  const fields = checksum.inputs.map((input) => checksumInput(input, scope));
  const payload: readonly tree.CalculationInput[] = checksum.withPayload
    ? [{ type: "payload", value: null }]
    : [];
  return {
    name: `checksum_${id}`,
    id,
    target: target.value.value,
    type: "generic",
    calculation: shared.addCalculation("csum16", [...fields, ...payload]),
    verify,
    update: !verify,
    if_cond: convertExpression(checksum.condition, scope),
  };
}

function checksumInput(input: Expression, scope: Scope): tree.CalculationInput {
  const converted = scalarValue(input, scope);
  if (converted.type === "field") return converted;
  if (converted.type === "hexstr") return { ...converted, bitwidth: widthOf(input.type) };
  return refuse("a checksum covers fields and constants only", input.source);
}
