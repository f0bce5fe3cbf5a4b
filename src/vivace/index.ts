export * from "./client/index.js";
export * from "./delegate/index.js";
export * from "./protocol/index.js";
export * from "./proxy/index.js";
export * from "./replica/index.js";
export * from "./store/index.js";
export * from "./twitter/index.js";
