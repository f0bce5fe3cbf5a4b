export * from "./durability.js";
export * from "./history-rules.js";
export * from "./replicas.js";
export * from "./stream-check.js";
export * from "./token-watch.js";
export * from "./trim-rules.js";
export * from "./value-watch.js";
export * from "./violation.js";
