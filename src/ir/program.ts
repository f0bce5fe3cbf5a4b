import type { SourcePosition } from "../base/index.js";
import type { Documentation } from "./annotations.js";
import type { Checksum, Control, Parser } from "./declarations.js";
import type { Expression } from "./expressions.js";
import type { StructType } from "./types.js";

/** A whole switch program, not bound to any target. */
export interface Program {
  readonly kind: "program";
  readonly name: string;
  /** What P4Info's `pkg_info` says. */
  readonly version?: string;
  readonly doc?: Documentation;
  /** The struct of all headers, stacks and unions. */
  readonly headers: StructType;
  /** The struct of the user's metadata. */
  readonly metadata: StructType;
  /** Errors beside those of core.p4. */
  readonly errors: readonly string[];
  /** The port that leads to the controller on targets that let the program say so. */
  readonly cpuPort: number;
  readonly parser: Parser;
  readonly verifyChecksums: readonly Checksum[];
  /** Named `ingress`. */
  readonly ingress: Control;
  /** Named `egress`. */
  readonly egress: Control;
  readonly updateChecksums: readonly Checksum[];
  /** Headers, stacks and unions in the order in which they are emitted. */
  readonly deparser: readonly Expression[];
  readonly source: SourcePosition;
}
