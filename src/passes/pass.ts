import type { Program } from "../ir/index.js";

/** One step from a program to an equal one with fewer kinds of things in it. Named for what it does. */
export interface Pass {
  readonly name: string;
  readonly run: (program: Program) => Program;
}

/** Runs passes in their order. */
export function runPasses(program: Program, passes: readonly Pass[]): Program {
  return passes.reduce((current, pass) => pass.run(current), program);
}
