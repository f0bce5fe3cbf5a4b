export { HeldValue, ObjectState } from "./object-state.js";
export * from "./record.js";
export type { Load, Persist, ReplicaEffect } from "./replica-context.js";
export * from "./replica-core.js";
export * from "./vivace-replica.js";
