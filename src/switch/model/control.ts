import type { BooleanExpression } from "./expression.js";
import type { Field } from "./headers.js";

export type MatchKind = "exact" | "lpm" | "ternary" | "range";

/** One field of a table key. */
export interface TableKey {
  readonly name: string;
  readonly kind: MatchKind;
  readonly field: Field;
  readonly width: number;
  /** A mask that the program itself puts on the field. */
  readonly mask?: bigint;
}

/** What one key field of an entry matches; the kind is that of the key. */
export type KeyMatch =
  | { readonly kind: "exact"; readonly value: bigint }
  | { readonly kind: "lpm"; readonly value: bigint; readonly prefixLength: number }
  | { readonly kind: "ternary"; readonly value: bigint; readonly mask: bigint }
  | { readonly kind: "range"; readonly low: bigint; readonly high: bigint };

/** An action (index in the program) with its arguments in order. */
export interface ActionCall {
  readonly action: number;
  readonly data: readonly bigint[];
}

/** An entry that the program itself gives. A greater rank wins. */
export interface ConstantEntry {
  readonly matches: readonly KeyMatch[];
  readonly call: ActionCall;
  readonly rank: number;
}

/** Where a table goes on: by hit and miss, or by the action that ran. Node indices; -1 is the end. */
export type NextNodes =
  | { readonly kind: "hitMiss"; readonly hit: number; readonly miss: number }
  | {
      readonly kind: "byAction";
      readonly byAction: ReadonlyMap<number, number>;
      /** After a miss of a table without a default action. */
      readonly base: number;
    };

export interface DirectMeter {
  readonly meter: number;
  readonly target: Field;
}

export interface Table {
  readonly name: string;
  readonly index: number;
  /** What the table as a whole does; the rule of simple_switch: range before ternary before lpm before exact. */
  readonly kind: MatchKind;
  readonly keys: readonly TableKey[];
  readonly size: number;
  /** Indices of actions. */
  readonly actions: readonly number[];
  readonly defaultCall?: ActionCall;
  readonly defaultIsConstant: boolean;
  readonly entries: readonly ConstantEntry[];
  /** Tables with entries of their own cannot be changed from outside. */
  readonly entriesAreConstant: boolean;
  readonly counted: boolean;
  /** The name of its direct counter, if the program names one. */
  readonly counterName?: string;
  readonly directMeter?: DirectMeter;
  readonly ages: boolean;
  /** Index of its action profile; absent: entries hold actions of their own. */
  readonly profile?: number;
  readonly next: NextNodes;
}

/** A place in a pipeline. */
export type ControlNode =
  | { readonly kind: "table"; readonly name: string; readonly table: number }
  | {
      readonly kind: "conditional";
      readonly name: string;
      readonly condition: BooleanExpression;
      readonly whenTrue: number;
      readonly whenFalse: number;
    }
  | { readonly kind: "call"; readonly name: string; readonly action: number; readonly next: number };

/** Ingress or egress. Nodes form no circle. */
export interface ControlFlow {
  readonly name: string;
  readonly nodes: readonly ControlNode[];
  /** -1: nothing happens. */
  readonly start: number;
}
