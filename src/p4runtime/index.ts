export * from "./errors.js";
export type * from "./pipeline.js";
export type * from "./values.js";
