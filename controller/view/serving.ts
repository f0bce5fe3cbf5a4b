import type { Fabric } from "../fabric/model.js";
import type { RingControl } from "../ring/ring-control.js";
import type { CatchUp } from "./catch-up.js";
import type { Membership } from "./membership.js";
import type { RingWatch } from "./ring-watch.js";
import type { ViewTiming } from "./timing.js";

/** The view that this controller serves. */
export interface Serving {
  readonly ring: RingControl;
  readonly watch: RingWatch;
  readonly catchUp: CatchUp;
  readonly membership: Membership;
  readonly view: number;
  /** What the cookies of its switches say. */
  readonly mark: bigint;
}

/** What the controller of the views is made of. */
export interface ViewControlOptions {
  readonly fabric: Fabric;
  readonly timing: ViewTiming;
  /** A random number of 64 bits: this life of the controller. */
  readonly owner: bigint;
  readonly nowUs: number;
}
