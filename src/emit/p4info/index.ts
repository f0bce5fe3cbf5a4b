export { Aliases } from "./aliases.js";
export { describeProgram } from "./emit.js";
export {
  assignIds,
  type ControlPlaneSymbol,
  hashName,
  type IdTable,
  idPrefix,
  type SymbolKind,
} from "./ids.js";
