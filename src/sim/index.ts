export * from "./check/index.js";
export * from "./disk/index.js";
export * from "./faults/index.js";
export * from "./history/index.js";
export * from "./kernel/index.js";
export * from "./network/index.js";
export * from "./ringworld/index.js";
export * from "./scale/index.js";
