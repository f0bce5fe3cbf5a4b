export * from "./chance.js";
export * from "./node.js";
export * from "./node-clock.js";
export * from "./random-streams.js";
export * from "./simulation.js";
export * from "./text-bytes.js";
export * from "./transcript.js";
