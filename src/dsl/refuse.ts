import { CodedError, type SourcePosition } from "../base/index.js";

/** What the DSL refuses while a program is built. Codes are stable. */
export type DslCode =
  /** A name is no P4 identifier, or P4 keeps it for itself. */
  | "DSL-NAME"
  /** Two different things of one control have one name. */
  | "DSL-NAME-TAKEN"
  /** A width is not a whole number above 0, or two widths differ. */
  | "DSL-WIDTH"
  /** A number does not fit into its type. */
  | "DSL-RANGE"
  /** A type cannot be used here. */
  | "DSL-TYPE"
  /** Something stands where it has no meaning: a parser statement in a control, a call outside of its block. */
  | "DSL-PLACE"
  /** A parser has no start, goes to a state that it does not have, never comes to one, or never ends. */
  | "DSL-STATE"
  /** A header is used that never is there, or extracted and lost. */
  | "DSL-HEADER"
  /** A table or a const entry does not hold together. */
  | "DSL-TABLE"
  /** A field list, an argument list or a size is wrong. */
  | "DSL-ARGUMENT";

/** Throws the coded error of a program that is wrong. */
export function refuse(code: DslCode, position: SourcePosition, message: string, help: string): never {
  throw new CodedError({ code, position, message, help });
}
