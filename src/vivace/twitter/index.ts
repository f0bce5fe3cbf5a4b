export * from "./post-identifiers.js";
export * from "./records.js";
export * from "./twitter.js";
export * from "./twitter-error.js";
