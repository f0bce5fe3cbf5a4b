export * from "./fabric-text.js";
export * from "./options.js";
export * from "./result.js";
export * from "./run.js";
export * from "./shrink-seed.js";
