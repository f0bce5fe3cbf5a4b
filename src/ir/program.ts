import type { SourcePosition } from "../base/index.js";
import type { Documentation } from "./annotations.js";
import type { Checksum, Control, Parser } from "./declarations.js";
import type { Expression } from "./expressions.js";
import type { StructType } from "./types.js";

/** Who made a program, for its readers (P4Runtime specification 1.4, section 6.2). */
export interface PackageInfo {
  readonly version?: string;
  readonly organization?: string;
  /** An e-mail address or a page. */
  readonly contact?: string;
  readonly url?: string;
}

/** A whole switch program, not bound to any target. */
export interface Program {
  readonly kind: "program";
  readonly name: string;
  /** What P4Info's `pkg_info` says beside the name. */
  readonly about: PackageInfo;
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
