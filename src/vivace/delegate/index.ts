export * from "./delegate-core.js";
export * from "./vivace-delegate.js";
