export * from "./bmv2/index.js";
export { type Pass, runPasses } from "./pass.js";
export * from "./v1model/index.js";
