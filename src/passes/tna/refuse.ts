import { CodedError, type SourcePosition } from "../../base/index.js";

/** What Tofino cannot do, and what to do about it. `docs/TARGETS.md` lists the codes. */
export type TnaCode =
  | "TNA-ARITHMETIC"
  | "TNA-CHECKSUM"
  | "TNA-CLONE"
  | "TNA-COMPARE"
  | "TNA-EGRESS-HEADER"
  | "TNA-EXPRESSION"
  | "TNA-HASH"
  | "TNA-HEADER-UNION"
  | "TNA-METER"
  | "TNA-PACKET-LENGTH"
  | "TNA-PARSE-DEPTH"
  | "TNA-PARSER"
  | "TNA-RANDOM"
  | "TNA-RANGE"
  | "TNA-RECIRCULATE"
  | "TNA-REGISTER-ACCESS"
  | "TNA-REGISTER-CELL"
  | "TNA-REGISTER-LAW"
  | "TNA-RESUBMIT"
  | "TNA-SHIFT"
  | "TNA-TRUNCATE"
  | "TNA-V1MODEL"
  | "TNA-VARBIT";

/** Refuses a program at the line of TypeScript that asked for what Tofino cannot do. */
export function refuse(code: TnaCode, message: string, help: string, position: SourcePosition): never {
  throw new CodedError({ code, message, help, position });
}
