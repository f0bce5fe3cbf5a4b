export * from "./linearizability/index.js";
export * from "./ringworld/index.js";
