import { rewrite } from "../../ir/index.js";
import type { Pass } from "../pass.js";
import { together } from "../statements.js";

/** Log messages and assertions are for debugging on BMv2; a chip has nowhere to write them. */
export const removeMessages: Pass = {
  name: "remove-messages",
  run: (program) =>
    rewrite(program, (target) =>
      target.kind === "logMessage" || target.kind === "assert" ? together([], target.source) : target,
    ),
};
