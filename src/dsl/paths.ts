import type { SourcePosition } from "../base/index.js";
import type { Control } from "../ir/index.js";
import { refuse } from "./refuse.js";
import type { Families } from "./scope.js";

/** What controls declare and P4Info names by a path. */
export type PathFamily = Exclude<keyof Families, "valueSets">;

interface Wanted {
  readonly name: string;
  readonly source: SourcePosition;
}

/**
 * The name in P4Info: the path of control instances, then the name itself.
 *
 * @throws CodedError `DSL-PLACE` when no block of the program uses it.
 */
export function pathOf(family: PathFamily, wanted: Wanted, controls: readonly Control[]): string {
  const path = findPath(family, wanted, controls);
  if (path !== undefined) return path;
  return refuse("DSL-PLACE", wanted.source, `no block uses "${wanted.name}"`, "Apply it, or do not list it.");
}

function findPath(family: PathFamily, wanted: Wanted, controls: readonly Control[]): string | undefined {
  for (const control of controls) {
    const declared = control[family].find((candidate) => candidate.source === wanted.source);
    const path = declared?.name ?? findPath(family, wanted, control.controls);
    if (path !== undefined) return `${control.name}.${path}`;
  }
  return undefined;
}
