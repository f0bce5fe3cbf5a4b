export { dscp } from "./dscp.js";
export { router } from "./router.js";
export { tor } from "./tor/program.js";
