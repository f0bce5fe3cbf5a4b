import { type LogPosition, showPosition } from "../../../ringworld/index.js";
import type { Operation } from "../../history/history.js";
import type { LogInput, LogOutput } from "../linearizability/log-model.js";
import type { Report } from "./violation.js";

type LogOperation = Operation<LogInput, LogOutput>;

interface Moment {
  readonly at: number;
  readonly operation: LogOperation;
  readonly isReturn: boolean;
}

/**
 * What clients may expect of indices and tails, by real time: an append that begins after another append or a `tail`
 * has ended gets a larger index (a later place at the same one is not enough: what is packed together was all under
 * way), and a `tail` is never behind what ended before it began. The linearizability checker says the same and more;
 * this says it in one line each, and in linear time.
 */
export function checkRealTime(history: readonly LogOperation[], report: Report): void {
  const floors = new Map<number, bigint>();
  const owners = new Map<string, LogOperation>();
  let floor = 0n;
  for (const { operation, isReturn } of momentsOf(history)) {
    if (!isReturn) {
      floors.set(operation.id, floor);
      continue;
    }
    const output = operation.returned?.output;
    if (output?.kind !== "appended" && output?.kind !== "tail") continue;
    checkAgainst(floors.get(operation.id) ?? 0n, operation, output, report);
    if (output.kind === "appended") checkAlone(owners, output, operation, report);
    if (output.index > floor) floor = output.index;
  }
}

function momentsOf(history: readonly LogOperation[]): readonly Moment[] {
  const calls = history.map((operation) => ({ at: operation.calledAt, operation, isReturn: false }));
  const returns = history.flatMap((operation) =>
    operation.returned ? [{ at: operation.returned.at, operation, isReturn: true }] : [],
  );
  return [...calls, ...returns].sort((left, right) => left.at - right.at);
}

/** `floor` is the largest index that any client knew when the operation began. */
function checkAgainst(
  floor: bigint,
  operation: LogOperation,
  output: LogOutput & { readonly index: bigint },
  report: Report,
): void {
  if (output.kind === "appended" && output.index <= floor) {
    report("index-order", `${nameOf(operation)} got index ${output.index}, though ${floor} was known before`);
  }
  if (output.kind === "tail" && output.index < floor) {
    report("tail-back", `${nameOf(operation)} answered ${output.index}, though ${floor} was known before`);
  }
}

function checkAlone(
  owners: Map<string, LogOperation>,
  output: LogPosition,
  operation: LogOperation,
  report: Report,
): void {
  const position = showPosition(output);
  const owner = owners.get(position);
  if (owner) report("index-order", `${nameOf(owner)} and ${nameOf(operation)} both got index ${position}`);
  else owners.set(position, operation);
}

function nameOf({ process, input, calledUs }: LogOperation): string {
  const what = input.kind === "append" ? `append ${input.value}` : input.kind;
  return `${what} of ${process} (called at ${calledUs} us)`;
}
