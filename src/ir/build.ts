import type { Annotation } from "./annotations.js";
import type {
  Action,
  ActionProfile,
  Checksum,
  Control,
  Counter,
  Digest,
  Key,
  Meter,
  Parameter,
  Parser,
  ParserState,
  Register,
  RegisterAction,
  Table,
  ValueSet,
  Variable,
} from "./declarations.js";
import type { Expression } from "./expressions.js";
import type { Program } from "./program.js";
import type { Statement } from "./statements.js";
import type { BitType, BoolType, ErrorType, IntType, Type, VarbitType } from "./types.js";

/** Every declaration of a program. */
export type Declaration =
  | Action
  | ActionProfile
  | Checksum
  | Control
  | Counter
  | Digest
  | Key
  | Meter
  | Parameter
  | Parser
  | ParserState
  | Register
  | RegisterAction
  | Table
  | ValueSet
  | Variable;

export type Node = Type | Expression | Statement | Declaration | Annotation | Program;
export type Kind = Node["kind"];
export type NodeOf<K extends Kind> = Extract<Node, { readonly kind: K }>;

/**
 * Makes a node: the only way to. The node and its arrays are frozen.
 *
 * @example node("drop", { source })
 */
export function node<K extends Kind>(kind: K, fields: Omit<NodeOf<K>, "kind">): NodeOf<K> {
  for (const value of Object.values(fields)) if (Array.isArray(value)) Object.freeze(value);
  return Object.freeze({ kind, ...fields }) as NodeOf<K>;
}

export const boolType: BoolType = node("boolType", {});
export const errorType: ErrorType = node("errorType", {});

export function bitType(width: number): BitType {
  return node("bitType", { width });
}

export function intType(width: number): IntType {
  return node("intType", { width });
}

export function varbitType(width: number): VarbitType {
  return node("varbitType", { width });
}
