import { bmv2Mutants } from "./bmv2.js";
import { p4TextMutants } from "./p4-text.js";
import { p4InfoMutants } from "./p4info.js";
import { passMutants } from "./passes.js";
import { tnaMutants } from "./tna.js";

/** Every fault that is planted. */
export const mutants = [...passMutants, ...bmv2Mutants, ...p4TextMutants, ...p4InfoMutants, ...tnaMutants];
