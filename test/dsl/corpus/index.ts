import type { SwitchProgram } from "../../../src/dsl/index.js";
import { campusSwitch } from "./campus-switch.js";
import { controlFlowPrograms } from "./control-flow.js";
import { expressionPrograms } from "./expressions.js";
import { externPrograms } from "./externs.js";
import { loadBalancer } from "./load-balancer.js";
import { parsingPrograms } from "./parsing.js";
import { servicePrograms } from "./services.js";
import { tablePrograms } from "./tables.js";
import { telemetrySwitch } from "./telemetry-switch.js";

/** Small programs, one a feature of the language, and some as large as real ones. */
export const corpus: readonly SwitchProgram[] = [
  ...expressionPrograms,
  ...parsingPrograms,
  ...tablePrograms,
  ...controlFlowPrograms,
  ...servicePrograms,
  campusSwitch,
  telemetrySwitch,
  loadBalancer,
  ...externPrograms,
];
