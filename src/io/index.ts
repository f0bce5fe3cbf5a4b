export type { Random } from "../base/index.js";
export * from "./clock.js";
export * from "./storage.js";
export * from "./transport.js";
