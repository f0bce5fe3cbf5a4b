export * from "./evaluation.js";
export * from "./percentile.js";
export { type ProbeExperiment, type ProbeResult, runProbe } from "./probe.js";
export type { WanBytes, WanLink } from "./site-network.js";
export type { Congestion, WorldSetting } from "./store-world.js";
export * from "./twitter-experiment.js";
