export * from "./bmv2/index.js";
export { type Pass, runPasses } from "./pass.js";
export {
  type PositionResolver,
  resolveError,
  resolvePositions,
  type SourceMapOptions,
  sourceMapResolver,
} from "./resolve-positions.js";
export * from "./tna/index.js";
export * from "./v1model/index.js";
