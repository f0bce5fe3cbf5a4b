import { CodedError } from "../../src/base/index.js";
import type { ServerReport } from "../../src/ringworld/index.js";
import type { Fabric } from "../fabric/model.js";
import { decodeViewRecord, type Layout } from "./view-record.js";

/** The layout that a fabric file asks for. */
export function layoutOf({ stripes, replicaSets }: Fabric): Layout {
  return stripes.map(({ replicaSet }) => (replicaSets[replicaSet]?.servers ?? []).toSorted());
}

/**
 * Why a fabric file cannot take up the log that log servers tell of: it looks for entries where they are not, and would
 * settle without them. Undefined when it can, or when there is no log yet.
 */
export function layoutProblem(fabric: Fabric, reports: Iterable<ServerReport>): CodedError | undefined {
  const layout = layoutOf(fabric);
  for (const { installedView, membership } of reports) {
    if (installedView === 0) continue;
    const difference = differenceOf(decodeViewRecord(membership)?.layout, layout);
    if (difference !== undefined) return refusal(fabric, installedView, difference);
  }
  return undefined;
}

/** Says of the first stripe that differs what the log and the file say of it. */
function differenceOf(log: Layout | undefined, file: Layout): string | undefined {
  if (log === undefined) return "it does not say which log servers keep which stripe";
  if (log.length !== file.length) return `the log has ${log.length} stripes, the file ${file.length}`;
  const stripe = log.findIndex((servers, at) => servers.join() !== file[at]?.join());
  if (stripe < 0) return undefined;
  const keepers = (layout: Layout) => layout[stripe]?.join(", ");
  return `in the log, stripe ${stripe} is kept by ${keepers(log)}; in the file, by ${keepers(file)}`;
}

function refusal({ name }: Fabric, view: number, difference: string): CodedError {
  return new CodedError({
    code: "LOG-LAYOUT",
    message: `the fabric ${name} does not fit the log, as the record of view ${view} shows: ${difference}`,
    help: "Start it with the replica sets and stripes that the log was written with, or begin a new log: entries are not moved.",
  });
}
