import type { SwitchProgram } from "../../../src/dsl/index.js";
import { controlFlowPrograms } from "./control-flow.js";
import { expressionPrograms } from "./expressions.js";
import { externPrograms } from "./externs.js";
import { parsingPrograms } from "./parsing.js";
import { tablePrograms } from "./tables.js";

/** Small programs, one a feature of the language. */
export const corpus: readonly SwitchProgram[] = [
  ...expressionPrograms,
  ...parsingPrograms,
  ...tablePrograms,
  ...controlFlowPrograms,
  ...externPrograms,
];
