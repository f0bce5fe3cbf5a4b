export { checkChange } from "./change/check.js";
export {
  differenceOf,
  type Exchange,
  endsOfLink,
  type FabricDifference,
  isSameFabric,
  nameOfLink,
} from "./change/difference.js";
export { type FabricChange, FabricChanges } from "./change/fabric-changes.js";
export * from "./change/stored-fabric.js";
export type { Connect, SwitchConnection } from "./connect/connection.js";
export {
  Controller,
  type ControllerEvent,
  type ControllerOptions,
  type HostDesk,
} from "./connect/controller.js";
export { p4RuntimeConnect } from "./connect/p4runtime-connection.js";
export * from "./edge/edge-control.js";
export { fabricDocument } from "./fabric/document.js";
export type * from "./fabric/model.js";
export { parseFabric } from "./fabric/parse.js";
export { controllerPort } from "./fabric/references.js";
export { describeEntity } from "./plan/describe.js";
export { type ProgramLimits, torLimits } from "./plan/limits.js";
export { type FabricPlan, planFabric, type SwitchPlan } from "./plan/plan.js";
export { type Lane, replicaSetOf } from "./plan/replication.js";
export * from "./plan/site-edge.js";
export { diffEntities, readFilters } from "./reconcile/diff.js";
export { reconcile } from "./reconcile/reconcile.js";
export type { RestApp } from "./rest/app.js";
export { buildRest } from "./rest/build.js";
export type { DataPlane, DataPlaneCounters } from "./rest/data-plane.js";
export type { FabricDesk, RestOptions } from "./rest/options.js";
export type { Page } from "./rest/page-routes.js";
export { buildStoreRest } from "./rest/store/build.js";
export type * from "./rest/store/options.js";
export { buildTwitterRest } from "./rest/twitter/build.js";
export type * from "./rest/twitter/options.js";
export { type ControlMessage, RingControl } from "./ring/ring-control.js";
export type * from "./ring/snapshot.js";
export type * from "./store/model.js";
export { parseStore } from "./store/parse.js";
export { defaultTiming, type ViewTiming } from "./view/timing.js";
