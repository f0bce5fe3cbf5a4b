import type { ServerReport } from "../../src/ringworld/index.js";
import type { Fabric } from "../fabric/model.js";
import type { FabricPlan } from "../plan/plan.js";
import { layoutProblem } from "./layout.js";
import { hasMajorities, isMembershipOf, type Membership } from "./membership.js";
import { newestReport } from "./newest-report.js";
import { planOfView } from "./view-change.js";
import { decodeViewRecord } from "./view-record.js";

/** A view that is installed, as its record describes it. */
export interface InstalledView {
  readonly membership: Membership;
  readonly plan: FabricPlan;
  /** The life of a controller that made it. */
  readonly owner: bigint;
}

/**
 * The view that is in force: installed at a majority of every replica set, and nothing newer promised by a majority of
 * any. Undefined when there is none, and a new one has to be made, or when the fabric does not fit the log.
 */
export function installedView(
  fabric: Fabric,
  reports: ReadonlyMap<string, ServerReport>,
  promisedView: number,
): InstalledView | undefined {
  const newest = newestReport(reports.values());
  if (layoutProblem(fabric, reports.values()) !== undefined) return undefined;
  if (newest === undefined || newest.installedView !== promisedView) return undefined;
  const holders = [...reports].filter(([, report]) => report.installedView === newest.installedView);
  const names = holders.map(([name]) => name);
  const membership = decodeViewRecord(newest.membership)?.membership;
  if (membership === undefined || !isMembershipOf(fabric, membership)) return undefined;
  if (!hasMajorities(fabric, names)) return undefined;
  return {
    membership,
    owner: newest.owner,
    plan: planOfView(fabric, newest.installedView, newest.start, membership),
  };
}
