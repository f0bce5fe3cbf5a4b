export { lowerToBmv2 } from "./emit.js";
export { type SerialiseOptions, serialise } from "./serialise.js";
export type * as bmv2 from "./tree.js";
