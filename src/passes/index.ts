export { type Pass, runPasses } from "./pass.js";
export * from "./v1model/index.js";
