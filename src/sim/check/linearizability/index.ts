export * from "./check.js";
export * from "./explain.js";
export * from "./log-model.js";
export * from "./model.js";
export * from "./register-model.js";
