export type { PrintedCode } from "./print.js";
export { printTna } from "./tna.js";
export { printV1model } from "./v1model.js";
