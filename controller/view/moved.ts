import type { ServerReport } from "../../src/ringworld/index.js";
import type { Fabric } from "../fabric/model.js";
import { majorityOf, positionAbove, replicaSetOf } from "../plan/replication.js";
import { layoutOf } from "./layout.js";
import type { Verified } from "./verified.js";

/** The stripes that two layouts keep at different log servers. */
export function movedStripes(from: Fabric, to: Fabric): readonly number[] {
  const before = layoutOf(from);
  const after = layoutOf(to);
  return after.flatMap((servers, stripe) => (servers.join() === before[stripe]?.join() ? [] : [stripe]));
}

/** The largest bound below which any log server has given everything up. */
export function trimmedBy(reports: Iterable<ServerReport>): bigint {
  let largest = 0n;
  for (const { trimmed } of reports) if (trimmed > largest) largest = trimmed;
  return largest;
}

/**
 * From where on each stripe that moves has to be copied while a view changes: below that position a majority of those
 * who are to keep it, of the servers that have reported, hold what is committed and not trimmed.
 */
export function movedFrom(
  from: Fabric,
  to: Fabric,
  reports: ReadonlyMap<string, ServerReport>,
  verified: Verified,
): ReadonlyMap<number, bigint> {
  const trimmed = trimmedBy(reports.values());
  const positions = movedStripes(from, to).map((stripe) => {
    const kept = positionAbove(trimmed - 1n, stripe, to.stripes.length);
    const set = replicaSetOf(to, stripe);
    const known = set.servers
      .filter((name) => reports.has(name))
      .map((name) => verified.firstLacking(name, stripe, kept))
      .toSorted((left, right) => (left < right ? 1 : -1));
    return [stripe, known[majorityOf(set) - 1] ?? kept] as const;
  });
  return new Map(positions);
}

/** How many indices lie between these positions and the largest index of which any server tells. */
export function entriesLeft(
  positions: ReadonlyMap<number, bigint>,
  stripes: number,
  largest: bigint,
): bigint {
  let left = 0n;
  for (const [stripe, position] of positions) {
    const end = positionAbove(largest, stripe, stripes);
    if (end > position) left += end - position;
  }
  return left;
}
