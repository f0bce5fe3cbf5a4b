export type { ControlChannel } from "./channel.js";
export * from "./program-client.js";
export type * from "./state.js";
export type * from "./streams.js";
export type * from "./tables.js";
