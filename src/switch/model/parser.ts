import type { Primitive } from "./action.js";
import type { BooleanExpression, DataExpression } from "./expression.js";
import type { Header, HeaderStack, UnionStack } from "./headers.js";

/** Where an extract puts its bits. */
export type ExtractTarget =
  | { readonly kind: "header"; readonly header: Header }
  | { readonly kind: "stack"; readonly stack: HeaderStack }
  | { readonly kind: "unionStack"; readonly stack: UnionStack; readonly member: number };

export type ParserOperation =
  | { readonly kind: "extract"; readonly target: ExtractTarget }
  /** `length` is that of the variable-length field, in bits. */
  | { readonly kind: "extractVariable"; readonly target: ExtractTarget; readonly length: DataExpression }
  | { readonly kind: "verify"; readonly condition: BooleanExpression; readonly error: DataExpression }
  | { readonly kind: "advance"; readonly bits: DataExpression }
  | { readonly kind: "primitive"; readonly primitive: Primitive };

/** One part of a transition key; `width` in bits. */
export interface KeyPart {
  readonly value: DataExpression;
  readonly width: number;
}

/** `next` is the index of a state, or -1 for accept. */
export type Transition =
  | {
      readonly kind: "value";
      /** One value and mask for each key part. */
      readonly values: readonly bigint[];
      readonly masks: readonly bigint[];
      readonly next: number;
    }
  | {
      readonly kind: "valueSet";
      readonly valueSet: number;
      readonly masks: readonly bigint[];
      readonly next: number;
    };

export interface ParserState {
  readonly name: string;
  readonly index: number;
  readonly operations: readonly ParserOperation[];
  readonly key: readonly KeyPart[];
  readonly transitions: readonly Transition[];
  /** Taken when no transition matches; -1 is accept. */
  readonly defaultNext: number;
}

export interface Parser {
  readonly states: readonly ParserState[];
  /** -1: nothing is parsed. */
  readonly start: number;
}

export interface ValueSet {
  readonly name: string;
  readonly index: number;
  /** Bits of all its fields together. */
  readonly width: number;
  /** Widths of the key parts of the states that use it. */
  readonly partWidths: readonly number[];
}

/** Errors of core.p4 by the numbers that the program gives them. */
export interface ParserErrors {
  readonly noError: number;
  readonly packetTooShort: number;
  readonly noMatch: number;
  readonly stackOutOfBounds: number;
  readonly headerTooShort: number;
  readonly parserTimeout: number;
  readonly parserInvalidArgument: number;
  readonly names: ReadonlyMap<number, string>;
}
