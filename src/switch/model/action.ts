import type {
  BooleanExpression,
  DataExpression,
  HeaderExpression,
  Target,
  UnionExpression,
} from "./expression.js";
import type { Field, HeaderStack, UnionStack } from "./headers.js";

/** One step of an action, or of a parser state that calls an extern. */
export type Primitive =
  | { readonly kind: "assign"; readonly target: Target; readonly value: DataExpression }
  | { readonly kind: "assignVariable"; readonly target: Field; readonly source: Field }
  | { readonly kind: "assignHeader"; readonly target: HeaderExpression; readonly source: HeaderExpression }
  | { readonly kind: "assignUnion"; readonly target: UnionExpression; readonly source: UnionExpression }
  | { readonly kind: "assignStack"; readonly target: HeaderStack; readonly source: HeaderStack }
  | { readonly kind: "assignUnionStack"; readonly target: UnionStack; readonly source: UnionStack }
  | { readonly kind: "addHeader"; readonly header: HeaderExpression }
  | { readonly kind: "removeHeader"; readonly header: HeaderExpression }
  | {
      readonly kind: "push" | "pop";
      readonly stack: HeaderStack | UnionStack;
      readonly count: DataExpression;
    }
  | {
      readonly kind: "registerRead";
      readonly target: Target;
      readonly register: number;
      readonly index: DataExpression;
    }
  | {
      readonly kind: "registerWrite";
      readonly register: number;
      readonly index: DataExpression;
      readonly value: DataExpression;
    }
  | { readonly kind: "count"; readonly counter: number; readonly index: DataExpression }
  | {
      readonly kind: "executeMeter";
      readonly meter: number;
      readonly index: DataExpression;
      readonly target: Target;
      /** The colour that the packet came with; absent: colour-blind. */
      readonly color?: DataExpression;
    }
  | {
      readonly kind: "hash";
      readonly target: Target;
      readonly base: DataExpression;
      readonly calculation: number;
      readonly size: DataExpression;
    }
  | {
      readonly kind: "random";
      readonly target: Target;
      readonly low: DataExpression;
      readonly high: DataExpression;
    }
  /** Sets the fields of the standard metadata at hand, which may be a copy. */
  | { readonly kind: "markToDrop"; readonly egressSpec: Field; readonly multicastGroup?: Field }
  | { readonly kind: "clone"; readonly session: DataExpression; readonly fieldList: DataExpression }
  | { readonly kind: "resubmit" | "recirculate"; readonly fieldList: DataExpression }
  | { readonly kind: "digest"; readonly list: DataExpression }
  | { readonly kind: "truncate"; readonly length: DataExpression }
  | { readonly kind: "log"; readonly format: string; readonly values: readonly DataExpression[] }
  | { readonly kind: "assert"; readonly condition: BooleanExpression; readonly text: string }
  | { readonly kind: "exit" }
  /** Goes on at primitive `to`, forwards or backwards. */
  | { readonly kind: "jump"; readonly to: number }
  | { readonly kind: "jumpIfFalse"; readonly condition: BooleanExpression; readonly to: number };

/** The primitives of some kinds. */
export type PrimitiveOf<Kind extends Primitive["kind"]> = Extract<Primitive, { readonly kind: Kind }>;

/** Those that make headers valid or invalid, or copy fields whole. */
export type HeaderPrimitive = PrimitiveOf<
  | "assignVariable"
  | "assignHeader"
  | "assignUnion"
  | "assignStack"
  | "assignUnionStack"
  | "addHeader"
  | "removeHeader"
  | "push"
  | "pop"
>;

/** Those that say what becomes of the packet. */
export type RequestPrimitive = PrimitiveOf<
  "markToDrop" | "clone" | "resubmit" | "recirculate" | "digest" | "truncate" | "exit"
>;

export interface ActionParameter {
  readonly name: string;
  readonly width: number;
}

export interface Action {
  readonly name: string;
  readonly index: number;
  readonly parameters: readonly ActionParameter[];
  readonly primitives: readonly Primitive[];
}
