import type { SourcePosition } from "../base/index.js";

/** `@name(arguments)`; the arguments are strings, numbers or, for free text, raw tokens. */
export interface Annotation {
  readonly kind: "annotation";
  readonly name: string;
  readonly args: readonly (string | bigint)[];
  readonly source: SourcePosition;
}

/** Documentation of a declaration. It becomes `@brief` and `@description`, and so P4Info's `doc`. */
export interface Documentation {
  readonly brief: string;
  readonly description?: string;
}
