export * from "./cable.js";
export * from "./channel.js";
export * from "./conditions.js";
