export * from "./ambushes.js";
export * from "./fault.js";
export * from "./inject.js";
export * from "./plan.js";
export * from "./shrink.js";
