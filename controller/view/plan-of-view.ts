import { CodedError } from "../../src/base/index.js";
import type { Fabric } from "../fabric/model.js";
import { torLimits } from "../plan/limits.js";
import { type FabricPlan, planFabric } from "../plan/plan.js";
import { fabricOfView, type Membership } from "./membership.js";

/** The plan of a view for a fabric, from what its install record says; undefined when they cannot make one. */
export function planIfPossible(
  fabric: Fabric,
  view: number,
  start: bigint,
  membership: Membership,
): FabricPlan | undefined {
  const layout = { start, members: new Set(membership.servers) };
  try {
    return planFabric(fabricOfView(fabric, membership), view, torLimits, layout);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return undefined;
  }
}
