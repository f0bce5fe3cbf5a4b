export * from "./annotations.js";
export * from "./build.js";
export * from "./declarations.js";
export * from "./expressions.js";
export * from "./program.js";
export * from "./statements.js";
export * from "./types.js";
export * from "./visitor.js";
