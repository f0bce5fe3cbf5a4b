export * from "./directory.js";
export * from "./lost-keys.js";
export * from "./metadata.js";
export * from "./names.js";
export * from "./vivace-store.js";
