export { dscp } from "./dscp.js";
export { tor } from "./tor/program.js";
