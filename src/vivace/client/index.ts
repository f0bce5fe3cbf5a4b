export * from "./client-config.js";
export type { ClientEffect, ClientTime } from "./client-context.js";
export * from "./client-core.js";
export * from "./client-runner.js";
export type { ObjectPlace } from "./session.js";
export * from "./vivace-client.js";
export * from "./vivace-error.js";
