export type * from "./fabric/model.js";
export { parseFabric } from "./fabric/parse.js";
export { describeEntity } from "./plan/describe.js";
export { type FabricPlan, type ProgramLimits, planFabric, type SwitchPlan } from "./plan/plan.js";
export type { Lane } from "./plan/replication.js";
export { diffEntities, readFilters } from "./reconcile/diff.js";
export { type ControlMessage, RingControl } from "./ring/ring-control.js";
export type * from "./ring/snapshot.js";
