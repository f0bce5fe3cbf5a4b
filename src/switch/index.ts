export { SwitchPipeline } from "./control/switch-pipeline.js";
export type { Engine, EngineEnvironment, EngineFactory } from "./forwarding/engine.js";
export type { Port, SwitchClock, SwitchTimers } from "./forwarding/environment.js";
export type { DropReason, DropReport, PortStatistics } from "./forwarding/statistics.js";
export { Statistics } from "./forwarding/statistics.js";
export { interpreter } from "./interpreter/interpreter.js";
export { loadProgram } from "./load/program.js";
export type { Program } from "./model/index.js";
export { Switch, type SwitchOptions } from "./switch.js";
