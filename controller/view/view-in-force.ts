import type { Fabric } from "../fabric/model.js";
import type { FabricPlan } from "../plan/plan.js";
import type { Membership } from "./membership.js";

/** A view that is in force. */
export interface ViewInForce {
  /** The fabric file, with the layout in force, which may not be the one that the file wants. */
  readonly fabric: Fabric;
  readonly membership: Membership;
  readonly plan: FabricPlan;
  /** The life of a controller that made it. */
  readonly owner: bigint;
  /** Whether everybody who hears majorities of its sets knows that it is in force. */
  readonly isClosed: boolean;
}
