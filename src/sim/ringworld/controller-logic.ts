/**
 * The controller's pure logic. Its own index also has the REST server, which needs Node; a simulation runs anywhere.
 */
export type { Fabric, FabricSwitch, Host, Link } from "../../../controller/fabric/model.js";
export { parseFabric } from "../../../controller/fabric/parse.js";
export { controllerPort } from "../../../controller/fabric/references.js";
export { torLimits } from "../../../controller/plan/limits.js";
export { type FabricPlan, planFabric, type SwitchPlan } from "../../../controller/plan/plan.js";
export { diffEntities, readFilters } from "../../../controller/reconcile/diff.js";
export { type ControlMessage, RingControl } from "../../../controller/ring/ring-control.js";
