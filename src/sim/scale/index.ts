export * from "./curves.js";
export * from "./datacenter.js";
export * from "./pending.js";
export * from "./ring.js";
export * from "./servers.js";
export * from "./waits.js";
