export * from "./endpoint.js";
export * from "./entry.js";
export * from "./log-server.js";
export * from "./log-server-core.js";
export * from "./message.js";
