import type { LinearizabilityVerdict } from "./check.js";
import type { CheckedOperation } from "./model.js";

const shownBefore = 6;

/** Says in a few lines where a history stops being linearizable; empty when it does not. */
export function explainVerdict(
  verdict: LinearizabilityVerdict,
  operations: readonly CheckedOperation<unknown, unknown>[],
): string {
  if (verdict.kind === "linearizable") return "";
  if (verdict.kind === "undecided") return "the search was given up";
  const show = (at: number) => `  ${describe(operations[at])}`;
  const { order, stuck } = verdict;
  return [
    `${order.length} operations can be put in order, the last of them:`,
    ...order.slice(-shownBefore).map(show),
    "and none of these can come next:",
    ...stuck.map(show),
  ].join("\n");
}

function describe(operation: CheckedOperation<unknown, unknown> | undefined): string {
  if (operation === undefined) return "?";
  const { input, output, calledAt, returnedAt } = operation;
  return `[${calledAt}, ${returnedAt ?? "…"}] ${plain(input)} → ${output === undefined ? "?" : plain(output)}`;
}

function plain(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? part.toString() : part)) ?? ""
  );
}
