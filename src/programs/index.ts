export { dscp } from "./dscp/program.js";
export { router } from "./router.js";
export { tor } from "./tor/program.js";
