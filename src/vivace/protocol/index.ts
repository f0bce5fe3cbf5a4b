export * from "./alarm.js";
export * from "./deadlines.js";
export * from "./endpoint.js";
export * from "./latency.js";
export * from "./message.js";
export * from "./recent-stamps.js";
export * from "./timestamp.js";
