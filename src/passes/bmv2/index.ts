import { flattenBlocks } from "../flatten-blocks.js";
import type { Pass } from "../pass.js";
import { hoistKeys } from "./hoist-keys.js";

/** What BMv2 wants beyond v1model; runs behind the passes of v1model. */
export const bmv2Passes: readonly Pass[] = [hoistKeys, flattenBlocks];
