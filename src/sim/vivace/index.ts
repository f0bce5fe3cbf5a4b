export * from "./evaluation.js";
export * from "./geography.js";
export * from "./percentile.js";
export { answerProbes, type ProbeExperiment, type ProbeResult, Prober, runProbe } from "./probe.js";
export { dscpOf, type WanBytes, type WanLink } from "./site-network.js";
export { type Congestion, experimentConfig, type PriorityScheme, type WorldSetting } from "./store-world.js";
export * from "./twitter-experiment.js";
export * from "./twitter-scenario.js";
