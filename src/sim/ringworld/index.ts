export * from "./fabric-text.js";
export * from "./options.js";
export * from "./result.js";
export * from "./run.js";
export * from "./shrink-seed.js";
export * from "./simulate.js";
export * from "./varied.js";
