export { lowerToBmv2 } from "./emit.js";
export { serialise } from "./serialise.js";
export type * as bmv2 from "./tree.js";
