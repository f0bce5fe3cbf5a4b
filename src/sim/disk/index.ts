export * from "./medium.js";
export * from "./sim-disk.js";
export * from "./sim-storage.js";
