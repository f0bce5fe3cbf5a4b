import type { SourcePosition } from "../../base/index.js";
import {
  type Annotation,
  bitType,
  type Expression,
  node,
  type Statement,
  type Type,
} from "../../ir/index.js";

/** `target = value` */
export function assign(target: Expression, value: Expression, source: SourcePosition): Statement {
  return node("assign", { target, value, source });
}

/** A number of `width` bits. */
export function bits(width: number, value: bigint, source: SourcePosition): Expression {
  return node("constant", { type: bitType(width), value, source });
}

/** The number as a value of the type. */
export function numberOf(type: Type, value: bigint, source: SourcePosition): Expression {
  return node("constant", { type, value, source });
}

/** A call of one of TNA's own functions, `invalidate(field)`. It is written as the call of an action is. */
export function callFunction(name: string, args: readonly Expression[], source: SourcePosition): Statement {
  return node("callAction", { action: name, args, source });
}

/** Parsers leave metadata as it is, zero: nothing to be warned of. */
export function leavesMetadata(source: SourcePosition): Annotation {
  return node("annotation", { name: "noWarn", args: ["uninitialized-out-param"], source });
}
