import type { Program } from "../../../src/ir/index.js";
import * as programs from "../../../src/programs/index.js";
import { router } from "../../../src/programs/router.js";
import { corpus } from "../../dsl/corpus/index.js";
import { fixture } from "../../dsl/fixture.js";

interface Named {
  readonly name: string;
  readonly ir: Program;
}

function isProgram(value: unknown): value is Named {
  return typeof value === "object" && value !== null && "ir" in value;
}

/** Every switch program there is, one that uses the whole language, and small ones for one feature each. */
export const allPrograms: readonly Named[] = [
  ...new Set([...Object.values(programs).filter(isProgram), router, fixture, ...corpus]),
];
