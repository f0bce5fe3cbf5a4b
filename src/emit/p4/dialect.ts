import type {
  ActionProfile,
  Control,
  Counter,
  Digest,
  Meter,
  Register,
  RegisterAction,
  Statement,
  Table,
} from "../../ir/index.js";
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
  readonly registerAction: (action: RegisterAction) => readonly Code[];
  readonly counter: (counter: Counter) => readonly Code[];
  readonly meter: (meter: Meter) => readonly Code[];
  readonly actionProfile: (profile: ActionProfile) => readonly Code[];
  readonly digest: (digest: Digest) => readonly Code[];
  /** Externs of a control that the program does not name. */
  readonly instances: (control: Control) => readonly Code[];
  /** Properties of a table that the architecture has of its own. */
  readonly tableProperties: (table: Table) => readonly Code[];
}
