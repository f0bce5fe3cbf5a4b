import { flattenBlocks } from "../flatten-blocks.js";
import type { Pass } from "../pass.js";
import { hoistKeys } from "./hoist-keys.js";
import { lowerSwitches } from "./lower-switches.js";
import { splitParserIfs } from "./split-parser-ifs.js";

/** What BMv2 wants beyond v1model; runs behind the passes of v1model. */
export const bmv2Passes: readonly Pass[] = [hoistKeys, lowerSwitches, splitParserIfs, flattenBlocks];
