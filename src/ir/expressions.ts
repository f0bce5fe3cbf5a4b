import type { SourcePosition } from "../base/index.js";
import type { BitType, BoolType, EnumType, ErrorType, ScalarType, StructType, Type } from "./types.js";

interface Typed<T extends Type = Type> {
  readonly type: T;
  readonly source: SourcePosition;
}

/** A number; `value` fits the type (negative only for `int`). */
export interface Constant extends Typed {
  readonly kind: "constant";
  readonly value: bigint;
  /** A name for the value that readers know, when the program gave one: printed as a `const`. */
  readonly name?: string;
}

export interface BooleanConstant extends Typed<BoolType> {
  readonly kind: "boolean";
  readonly value: boolean;
}

export interface EnumMember extends Typed<EnumType> {
  readonly kind: "enumMember";
  readonly member: string;
}

/** A parser error, `error.PacketTooShort`. */
export interface ErrorMember extends Typed<ErrorType> {
  readonly kind: "errorMember";
  readonly member: string;
}

/** The structs that every block of a program sees. `standardMetadata` is v1model's own. */
export type RootName = "headers" | "metadata" | "standardMetadata";

export interface Root extends Typed<StructType> {
  readonly kind: "root";
  readonly root: RootName;
}

/** `object.field`. */
export interface FieldAccess extends Typed {
  readonly kind: "field";
  readonly object: Expression;
  readonly field: string;
}

/** `stack[index]`; an index that is no constant needs a target that can do it. */
export interface StackElement extends Typed {
  readonly kind: "stackElement";
  readonly stack: Expression;
  readonly index: Expression;
}

/** `stack.next`, the element that the parser fills next. */
export interface StackNext extends Typed {
  readonly kind: "stackNext";
  readonly stack: Expression;
}

/** `stack.last`, the element that the parser filled last. */
export interface StackLast extends Typed {
  readonly kind: "stackLast";
  readonly stack: Expression;
}

/** `stack.lastIndex`, bit<32>. */
export interface StackLastIndex extends Typed<BitType> {
  readonly kind: "stackLastIndex";
  readonly stack: Expression;
}

/** A local variable of the enclosing parser, control or action. */
export interface VariableReference extends Typed {
  readonly kind: "variable";
  readonly name: string;
}

/** A parameter of the enclosing action. */
export interface ParameterReference extends Typed {
  readonly kind: "parameter";
  readonly name: string;
}

/** The stored value that a register action works on. Only inside register actions. */
export interface CellReference extends Typed {
  readonly kind: "cell";
}

/**
 * What every target knows about the packet at hand, under one portable name. The passes of a target lower each
 * to that target's own metadata.
 */
export type IntrinsicName =
  /** bit<9>, ingress and egress: where the packet came in. */
  | "ingressPort"
  /** bit<9>, egress: where this copy of the packet leaves. */
  | "egressPort"
  /** bit<16>, egress: which copy of a multicast group this is. */
  | "replicationId"
  /** bit<16>: bytes of the packet as it came in. */
  | "packetLength"
  /** bit<48>: when the packet came in, in the target's own ticks. */
  | "ingressTimestamp"
  /** bit<48>, egress: when egress began, in the target's own ticks. */
  | "egressTimestamp"
  /** bit<19>, egress: how many packets waited in the queue. */
  | "queueDepth"
  /** bool: this packet has been recirculated. */
  | "isRecirculated"
  /** bool, egress: this packet is a clone. */
  | "isClone"
  /** error, ingress: why the parser stopped. */
  | "parserError"
  /** bit<9>: the port that leads to the controller. */
  | "cpuPort";

export interface Intrinsic extends Typed<ScalarType> {
  readonly kind: "intrinsic";
  readonly intrinsic: IntrinsicName;
}

/** `~` and `-` on numbers, `!` on bools. */
export type UnaryOperator = "~" | "-" | "!";

export interface Unary extends Typed {
  readonly kind: "unary";
  readonly operator: UnaryOperator;
  readonly operand: Expression;
}

export type ArithmeticOperator = "+" | "-" | "*" | "|+|" | "|-|" | "&" | "|" | "^" | "<<" | ">>";
export type ComparisonOperator = "==" | "!=" | "<" | "<=" | ">" | ">=";
export type LogicalOperator = "&&" | "||";
export type BinaryOperator = ArithmeticOperator | ComparisonOperator | LogicalOperator;

/** Both sides have one type, except for the amount of a shift. */
export interface Binary extends Typed {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** `operand[high:low]`, bits `high` down to and with `low`. */
export interface Slice extends Typed<BitType> {
  readonly kind: "slice";
  readonly operand: Expression;
  readonly high: number;
  readonly low: number;
}

/** `left ++ right`; `left` has the high bits. */
export interface Concat extends Typed<BitType> {
  readonly kind: "concat";
  readonly left: Expression;
  readonly right: Expression;
}

/** `(type) operand`. */
export interface Cast extends Typed {
  readonly kind: "cast";
  readonly operand: Expression;
}

/** `condition ? whenTrue : whenFalse`. */
export interface Conditional extends Typed {
  readonly kind: "conditional";
  readonly condition: Expression;
  readonly whenTrue: Expression;
  readonly whenFalse: Expression;
}

/** `header.isValid()`, for a header or a header union. */
export interface IsValid extends Typed<BoolType> {
  readonly kind: "isValid";
  readonly header: Expression;
}

/** `packet.lookahead<type>()`. Only in parsers. */
export interface Lookahead extends Typed {
  readonly kind: "lookahead";
}

/** `{elements}`: a list of values, or a struct's fields in order. */
export interface Tuple extends Typed {
  readonly kind: "tuple";
  readonly elements: readonly Expression[];
}

export type Expression =
  | Constant
  | BooleanConstant
  | EnumMember
  | ErrorMember
  | Root
  | FieldAccess
  | StackElement
  | StackNext
  | StackLast
  | StackLastIndex
  | VariableReference
  | ParameterReference
  | CellReference
  | Intrinsic
  | Unary
  | Binary
  | Slice
  | Concat
  | Cast
  | Conditional
  | IsValid
  | Lookahead
  | Tuple;
