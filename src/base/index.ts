export * from "./errors.js";
export * from "./header-spec.js";
