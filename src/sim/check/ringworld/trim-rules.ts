import type { Operation } from "../../history/history.js";
import type { LogInput, LogOutput } from "../linearizability/log-model.js";
import type { Report } from "./violation.js";

type LogOperation = Operation<LogInput, LogOutput>;

/**
 * What clients may expect of trims: an index is trimmed only when somebody had asked for it, and what one life of a
 * client has trimmed it never sees again. Another client may see it for a while, from a server that has not heard of
 * the trim yet (docs/PROTOCOL.md, Trim), but not in the end: `isLate` says which processes read when all have heard.
 */
export function checkTrims(
  history: readonly LogOperation[],
  isLate: (worker: string) => boolean,
  report: Report,
): void {
  for (const { input, process: worker, calledAt, returned } of history) {
    if (input.kind !== "read" || returned === undefined) continue;
    const { index } = input;
    const { kind } = returned.output;
    const isWanted = history.some((each) => isTrimOver(each, index) && each.calledAt < returned.at);
    if (kind === "trimmed" && !isWanted) {
      report("trimmed-too-much", `index ${index} was refused as trimmed, and nobody had asked for that`);
    }
    const wasTold = history.some(
      (each) =>
        isTrimOver(each, index) &&
        (isLate(worker) || isOf(worker, each)) &&
        (each.returned?.at ?? calledAt) < calledAt,
    );
    if (kind !== "trimmed" && kind !== "absent" && wasTold) {
      report("trim-undone", `${worker} read index ${index}, which was trimmed`);
    }
  }
}

function isTrimOver({ input }: LogOperation, index: bigint): boolean {
  return input.kind === "trim" && input.index > index;
}

/** Whether an operation was called by the same life of the same client: a worker's name is `client.life.worker`. */
function isOf(worker: string, other: LogOperation): boolean {
  return clientOf(worker) === clientOf(other.process);
}

function clientOf(worker: string): string {
  return worker.slice(0, worker.lastIndexOf("."));
}
