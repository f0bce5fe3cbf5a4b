import type { Field, Header, HeaderStack, HeaderUnion, UnionStack } from "./headers.js";

/** Arithmetic is done on integers of any size; a value is cut to the field's width when it is stored. */
export type BinaryOperator = "+" | "-" | "*" | "/" | "%" | "&" | "|" | "^" | "<<" | ">>";

export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=";

/** How a cast brings a value into a width: around, or to the nearest bound. */
export type CastKind = "wrapSigned" | "saturateUnsigned" | "saturateSigned";

/** A place that can be assigned. */
export type Target =
  | { readonly kind: "field"; readonly field: Field }
  /** A field of the last valid element of a stack. */
  | { readonly kind: "stackField"; readonly stack: HeaderStack; readonly fieldIndex: number }
  | { readonly kind: "headerField"; readonly header: HeaderExpression; readonly fieldIndex: number }
  | { readonly kind: "register"; readonly register: number; readonly index: DataExpression };

/** An integer. */
export type DataExpression =
  | Target
  | { readonly kind: "constant"; readonly value: bigint }
  /** An action parameter. */
  | { readonly kind: "parameter"; readonly index: number }
  /** Bits of the packet that are not extracted yet; parsers only. */
  | { readonly kind: "lookahead"; readonly bitOffset: number; readonly width: number }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: DataExpression;
      readonly right: DataExpression;
    }
  | { readonly kind: "complement"; readonly operand: DataExpression }
  | {
      readonly kind: "cast";
      readonly cast: CastKind;
      readonly operand: DataExpression;
      readonly width: DataExpression;
    }
  | {
      readonly kind: "choose";
      readonly condition: BooleanExpression;
      readonly whenTrue: DataExpression;
      readonly whenFalse: DataExpression;
    }
  | { readonly kind: "fromBoolean"; readonly operand: BooleanExpression }
  /** How many elements of a stack are in use. */
  | { readonly kind: "stackSize"; readonly stack: HeaderStack }
  | { readonly kind: "lastIndex"; readonly stack: HeaderStack };

export type BooleanExpression =
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "isNotZero"; readonly operand: DataExpression }
  | {
      readonly kind: "compare";
      readonly comparison: Comparison;
      readonly left: DataExpression;
      readonly right: DataExpression;
    }
  | {
      readonly kind: "sameBoolean";
      readonly equal: boolean;
      readonly left: BooleanExpression;
      readonly right: BooleanExpression;
    }
  | {
      readonly kind: "sameHeader";
      readonly equal: boolean;
      readonly left: HeaderExpression;
      readonly right: HeaderExpression;
    }
  | {
      readonly kind: "sameUnion";
      readonly equal: boolean;
      readonly left: UnionExpression;
      readonly right: UnionExpression;
    }
  | { readonly kind: "and" | "or"; readonly left: BooleanExpression; readonly right: BooleanExpression }
  | { readonly kind: "not"; readonly operand: BooleanExpression }
  | {
      readonly kind: "chooseBoolean";
      readonly condition: BooleanExpression;
      readonly whenTrue: BooleanExpression;
      readonly whenFalse: BooleanExpression;
    }
  | { readonly kind: "valid"; readonly header: HeaderExpression }
  | { readonly kind: "validUnion"; readonly union: UnionExpression };

/** Which header; its type is the same whatever the index. */
export type HeaderExpression =
  | { readonly kind: "header"; readonly header: Header }
  | { readonly kind: "stackElement"; readonly stack: HeaderStack; readonly index: DataExpression }
  | { readonly kind: "unionMember"; readonly union: UnionExpression; readonly member: number };

export type UnionExpression =
  | { readonly kind: "union"; readonly union: HeaderUnion }
  | { readonly kind: "unionStackElement"; readonly stack: UnionStack; readonly index: DataExpression };
