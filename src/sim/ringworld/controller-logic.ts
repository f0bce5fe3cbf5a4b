/**
 * The controller's pure logic. Its own index also has the REST server, which needs Node; a simulation runs anywhere.
 */
export type { Fabric, FabricSwitch, Host, Link } from "../../../controller/fabric/model.js";
export { parseFabric } from "../../../controller/fabric/parse.js";
export { controllerPort } from "../../../controller/fabric/references.js";
export { nameEntity } from "../../../controller/plan/describe.js";
export { planDigest } from "../../../controller/plan/digest.js";
export { fencedServer } from "../../../controller/plan/entries.js";
export type { SwitchPlan } from "../../../controller/plan/plan.js";
export { diffEntities } from "../../../controller/reconcile/diff.js";
export type { ControlMessage } from "../../../controller/ring/ring-control.js";
export { laneBegun } from "../../../controller/ring/switch-status.js";
export { layoutOf, logServersOf } from "../../../controller/view/layout.js";
export { fabricOfView } from "../../../controller/view/membership.js";
export { planIfPossible } from "../../../controller/view/plan-of-view.js";
export type { ViewTiming } from "../../../controller/view/timing.js";
export type { ViewEffect } from "../../../controller/view/view-change.js";
export { ViewControl } from "../../../controller/view/view-control.js";
export { viewMark, viewOfMark } from "../../../controller/view/view-mark.js";
export { decodeViewRecord, encodeViewRecord } from "../../../controller/view/view-record.js";
