export type { PrintedCode } from "./print.js";
export { printV1model } from "./v1model.js";
