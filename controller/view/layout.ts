import { CodedError } from "../../src/base/index.js";
import type { Fabric } from "../fabric/model.js";
import { replicaSetOf } from "../plan/replication.js";
import type { ServerSet } from "./membership.js";
import type { Layout, ViewRecord } from "./view-record.js";

/** The layout that a fabric file asks for. */
export function layoutOf(fabric: Fabric): Layout {
  return fabric.stripes.map((_, stripe) => replicaSetOf(fabric, stripe).servers.toSorted());
}

/** Whether two layouts keep every stripe at the same log servers. */
function isSameLayout(left: Layout, right: Layout): boolean {
  return left.length === right.length && left.every((servers, at) => servers.join() === right[at]?.join());
}

/** Sets, as those of a layout, each once, whatever the order of its members; in the order of the first of each. */
export function distinctSets(sets: readonly ServerSet[]): readonly ServerSet[] {
  const known = new Map(sets.map((servers) => [servers.toSorted().join(), servers] as const));
  return [...known.values()];
}

/** Names of the log servers that a fabric has, in a replica set or not. */
export function logServersOf({ hosts }: Fabric): ServerSet {
  return hosts.filter(({ role }) => role === "log-server").map(({ name }) => name);
}

/** Names of the log servers that are in a replica set. */
export function keepersOf({ replicaSets }: Fabric): ReadonlySet<string> {
  return new Set(replicaSets.flatMap(({ servers }) => servers));
}

/** A fabric whose stripes are kept as a layout says: the file itself where it says the same. */
export function withLayout(fabric: Fabric, layout: Layout): Fabric {
  if (isSameLayout(layoutOf(fabric), layout)) return fabric;
  const sets = distinctSets(layout);
  const replicaSets = sets.map((servers, number) => ({ name: `in-force-${number}`, number, servers }));
  const setOf = (stripe: number) => sets.findIndex((servers) => servers.join() === layout[stripe]?.join());
  const stripes = fabric.stripes.map(({ leader }, stripe) => ({ leader, replicaSet: setOf(stripe) }));
  return { ...fabric, replicaSets, stripes };
}

/**
 * Why a fabric file cannot take up a log whose newest view is `found`: log servers are missing that have its entries,
 * or indices would belong to other stripes. Undefined when it can, or when there is no log yet.
 */
export function layoutProblem(
  fabric: Fabric,
  found: { readonly view: number; readonly record: ViewRecord | undefined } | undefined,
): CodedError | undefined {
  const difference = found && differenceOf(fabric, found.record);
  if (difference === undefined) return undefined;
  return new CodedError({
    code: "LOG-LAYOUT",
    message: `the fabric ${fabric.name} does not fit the log, as the record of view ${found?.view} shows: ${difference}`,
    help: "Name all log servers that keep entries as hosts until the log has moved, and keep the number of stripes; or begin a new log.",
  });
}

function differenceOf(fabric: Fabric, record: ViewRecord | undefined): string | undefined {
  if (record === undefined) return "it does not say which log servers keep which stripe";
  const { layout, former } = record;
  if (layout.length !== fabric.stripes.length)
    return `the log has ${layout.length} stripes, the file ${fabric.stripes.length}`;
  const known = logServersOf(fabric);
  const missing = [...layout, ...former].flat().find((name) => !known.includes(name));
  return missing && `the log has entries at ${missing}, which is no log server of the file`;
}
