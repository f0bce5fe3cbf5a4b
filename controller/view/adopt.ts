import type { ServerReport } from "../../src/ringworld/index.js";
import type { Fabric } from "../fabric/model.js";
import { planDigest } from "../plan/digest.js";
import { ancestorOf } from "./ancestor.js";
import { distinctSets, layoutProblem, withLayout } from "./layout.js";
import { hasMajorities, isMembershipOf } from "./membership.js";
import { planIfPossible } from "./plan-of-view.js";
import type { ViewInForce } from "./view-in-force.js";

/**
 * The view that is in force: installed at majorities of all its sets, and nothing newer promised by a majority of any.
 * Undefined when there is none, and a new one has to be made, or when the fabric does not fit the log, or would not
 * give the switches of the view what they hold.
 */
export function installedView(
  fabric: Fabric,
  reports: ReadonlyMap<string, ServerReport>,
  promisedView: number,
): ViewInForce | undefined {
  const found = ancestorOf(reports);
  if (found?.record === undefined || found.view !== promisedView) return undefined;
  const { view, owner, start, record, holders, isClosed } = found;
  if (layoutProblem(fabric, found) !== undefined) return undefined;
  const { membership, layout, former } = record;
  if (!isMembershipOf(fabric, membership)) return undefined;
  if (former.length > 0 || !hasMajorities(distinctSets(layout), holders)) return undefined;
  const inForce = withLayout(fabric, layout);
  const plan = planIfPossible(inForce, view, start, membership);
  if (plan === undefined || planDigest(plan) !== record.plan) return undefined;
  return { fabric: inForce, membership, owner, isClosed, plan };
}
