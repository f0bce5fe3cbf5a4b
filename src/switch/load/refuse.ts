import { CodedError } from "../../base/index.js";

/** Why a program is refused. Codes are stable. */
export type RefusalCode =
  /** Not JSON, or not of the shape that BMv2 defines. */
  | "SWITCH-JSON"
  /** A name or an id that nothing has. */
  | "SWITCH-REFERENCE"
  /** Defined by BMv2, but not offered here. */
  | "SWITCH-UNSUPPORTED"
  /** Larger than this switch is ready to hold. */
  | "SWITCH-LIMIT"
  /** A control flow that would never end. */
  | "SWITCH-LOOP";

/** Refuses a program; `where` is the path in the JSON. */
export function refuse(code: RefusalCode, where: string, message: string, help?: string): never {
  throw new CodedError({ code, message: `${where}: ${message}`, ...(help === undefined ? {} : { help }) });
}
