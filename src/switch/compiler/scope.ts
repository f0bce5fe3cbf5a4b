import type { Program } from "../model/index.js";
import type { SwitchState } from "../state/state.js";
import type { Code } from "./code.js";
import { Ranges } from "./ranges.js";

/**
 * What generated code refers to while an expression or a primitive is compiled. In generated code `packet` is
 * the packet, `phv` its words, `data` and `base` the words of the action's arguments and where they start,
 * `bytes` the packet's bytes and `at` the parser's place in them.
 */
export interface Scope {
  readonly code: Code;
  readonly program: Program;
  readonly state: SwitchState;
  readonly ranges: Ranges;
  /** First word of each action parameter. */
  readonly parameterOffsets: readonly number[];
  readonly parameterWidths: readonly number[];
}

/** A scope for an action with these parameters. */
export function scopeOf(
  code: Code,
  state: SwitchState,
  parameterWidths: readonly number[],
  parameterOffsets: readonly number[],
): Scope {
  const { program } = state;
  const ranges = new Ranges(parameterWidths, (register) => program.registers[register]?.width ?? 0);
  return { code, program, state, ranges, parameterOffsets, parameterWidths };
}
