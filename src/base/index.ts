export * from "./bits.js";
export * from "./bytes.js";
export * from "./digest.js";
export * from "./errors.js";
export * from "./header-spec.js";
export * from "./random.js";
export * from "./serial.js";
