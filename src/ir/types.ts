import type { SourcePosition } from "../base/index.js";
import type { Annotation, Documentation } from "./annotations.js";

/** `bit<width>`: an unsigned number that wraps. */
export interface BitType {
  readonly kind: "bitType";
  readonly width: number;
}

/** `int<width>`: a signed number in two's complement that wraps. */
export interface IntType {
  readonly kind: "intType";
  readonly width: number;
}

export interface BoolType {
  readonly kind: "boolType";
}

/** `varbit<width>`: up to `width` bits, as many as the parser extracted. */
export interface VarbitType {
  readonly kind: "varbitType";
  readonly width: number;
}

/** The type of parser errors. */
export interface ErrorType {
  readonly kind: "errorType";
}

/** A serializable enum: named values of a bit type. */
export interface EnumType {
  readonly kind: "enumType";
  readonly name: string;
  readonly underlying: BitType;
  readonly members: readonly { readonly name: string; readonly value: bigint }[];
  readonly doc?: Documentation;
  readonly source: SourcePosition;
}

/** How P4Runtime sees a value of this type (`@p4runtime_translation`, P4Runtime specification 1.4, section 8.4.6). */
export interface Translation {
  readonly uri: string;
  /** Bits of the controller's number, or `string` for an SDN string. */
  readonly sdn: number | "string";
}

/** `type bit<W> name`: a type of its own with the values of another. */
export interface NewType {
  readonly kind: "newType";
  readonly name: string;
  readonly underlying: BitType;
  readonly translation?: Translation;
  readonly doc?: Documentation;
  readonly source: SourcePosition;
}

export interface Field {
  readonly name: string;
  readonly type: Type;
  readonly annotations: readonly Annotation[];
  readonly doc?: Documentation;
  readonly source: SourcePosition;
}

/** Which way a controller header travels (P4Runtime specification 1.4, section 6.4.6). */
export type ControllerHeaderRole = "packet_in" | "packet_out";

export interface HeaderType {
  readonly kind: "headerType";
  readonly name: string;
  readonly fields: readonly Field[];
  readonly controllerHeader?: ControllerHeaderRole;
  readonly annotations: readonly Annotation[];
  readonly doc?: Documentation;
  readonly source: SourcePosition;
}

export interface StructType {
  readonly kind: "structType";
  readonly name: string;
  readonly fields: readonly Field[];
  readonly annotations: readonly Annotation[];
  readonly doc?: Documentation;
  readonly source: SourcePosition;
}

/** At most one of the members is valid at any time. */
export interface HeaderUnionType {
  readonly kind: "headerUnionType";
  readonly name: string;
  /** Every member's type is a header. */
  readonly fields: readonly Field[];
  readonly doc?: Documentation;
  readonly source: SourcePosition;
}

/** `element[size]`. */
export interface StackType {
  readonly kind: "stackType";
  readonly element: HeaderType | HeaderUnionType;
  readonly size: number;
}

/** A type whose values are a fixed number of bits. */
export type NumberType = BitType | IntType;

/** A type that can stand in a header field, a key, an argument or a register. */
export type ScalarType = BitType | IntType | BoolType | EnumType | NewType | ErrorType;

export type Type = ScalarType | VarbitType | HeaderType | StructType | HeaderUnionType | StackType;

/** A type that has fields. */
export type FieldedType = HeaderType | StructType | HeaderUnionType;
