import type { Code } from "./code.js";

/** A step of straight code that may jump to a later one. */
export interface Step {
  /** Writes the step; `jump` writes a jump to a step further down, or to the end. */
  write(jump: (to: number) => string): void;
  /** Where it may jump to, besides the step after it. */
  readonly targets: readonly number[];
}

/**
 * Writes steps that jump only forwards. Every target has a labelled block that ends in front of it, so that a
 * jump is a `break`; blocks of later targets are around those of earlier ones.
 */
export function writeForward(code: Code, steps: readonly Step[], label: string): void {
  const targets = [...new Set(steps.flatMap((step) => step.targets))].sort((a, b) => b - a);
  for (const target of targets) code.line(`${label}${target}: {`);
  for (const [index, step] of steps.entries()) {
    if (targets.includes(index)) code.line("}");
    step.write((to) => (to === index + 1 ? "" : `break ${label}${to};`));
  }
  if (targets.includes(steps.length)) code.line("}");
}
