export * from "./errors.js";
export type * from "./pipeline.js";
export * from "./values.js";
