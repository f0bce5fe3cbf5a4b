import type { ActionProfile, Counter, Digest, Meter, Register, Statement } from "../../ir/index.js";
import type { Code } from "./code.js";

/** Statements that every P4_16 architecture writes alike. */
export type CommonKind =
  | "assign"
  | "if"
  | "switch"
  | "block"
  | "applyTable"
  | "callAction"
  | "setValidity"
  | "shiftStack"
  | "verify"
  | "extract"
  | "advance"
  | "exit"
  | "return";

/** Statements that are calls of an architecture's own externs. */
export type ExternStatement = Exclude<Statement, { readonly kind: CommonKind }>;

/** What one P4_16 architecture writes its own way. */
export interface Dialect {
  /** The parameters of every control. */
  readonly controlParameters: readonly string[];
  readonly extern: (statement: ExternStatement) => Code;
  readonly register: (register: Register) => readonly Code[];
  readonly counter: (counter: Counter) => readonly Code[];
  readonly meter: (meter: Meter) => readonly Code[];
  readonly actionProfile: (profile: ActionProfile) => readonly Code[];
  readonly digest: (digest: Digest) => readonly Code[];
}
