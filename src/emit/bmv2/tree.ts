/**
 * BMv2's own tree: the JSON that a `simple_switch` loads, as types. Everything downstream of the lowering passes
 * is one of these values; printing is only serialisation.
 *
 * Format: behavioral-model, `docs/JSON_format.md`, version 2.23, and what p4c adds to it (`pi_omit`, `field_lists`,
 * `learn_lists`, `base_default_next`). Ids count from 0 within their array, except field and learn lists, which
 * count from 1 because the switch uses 0 for "none". `source_info` is the line of the user's program; it is printed
 * only when asked for.
 */
import type { SourcePosition } from "../../base/index.js";

/** Bits written as `0x` and digits, optionally with a sign in front of the `0x`. */
export type HexString = string;

/** A header or metadata instance and one of its fields. */
export type FieldReference = readonly [header: string, field: string];

export type BinaryOperator =
  | "+"
  | "-"
  | "*"
  | "<<"
  | ">>"
  | "&"
  | "|"
  | "^"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "and"
  | "or"
  | "two_comp_mod"
  | "sat_cast"
  | "usat_cast"
  | "dereference_header_stack";

export type UnaryOperator = "not" | "~" | "d2b" | "b2d" | "last_stack_index" | "size_stack" | "valid_union";

/** What `value` holds when `type` is `expression`. Numbers are unbounded here: widths are the emitter's business. */
export type Operation =
  | { readonly op: BinaryOperator; readonly left: Expression; readonly right: Expression }
  | { readonly op: UnaryOperator; readonly left: null; readonly right: Expression }
  | { readonly op: "?"; readonly left: Expression; readonly right: Expression; readonly cond: Expression }
  | { readonly op: "access_field"; readonly left: Expression; readonly right: number };

export type FieldValue = { readonly type: "field"; readonly value: FieldReference };
export type HexValue = { readonly type: "hexstr"; readonly value: HexString };
export type HeaderValue = { readonly type: "header"; readonly value: string };
export type StackValue = { readonly type: "header_stack"; readonly value: string };
export type UnionValue = { readonly type: "header_union"; readonly value: string };
/** A field of the last valid element of a stack. */
export type StackFieldValue = { readonly type: "stack_field"; readonly value: FieldReference };
/** The next bits of the packet: offset and width. Parsers only. */
export type LookaheadValue = {
  readonly type: "lookahead";
  readonly value: readonly [offset: number, width: number];
};

/** A node of an expression. `local` is an action's parameter by position. */
export type Expression =
  | FieldValue
  | HexValue
  | HeaderValue
  | StackValue
  | UnionValue
  | StackFieldValue
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "local"; readonly value: number }
  | { readonly type: "expression"; readonly value: Operation };

/** An argument of a primitive. An expression is wrapped once more here than inside another expression. */
export type Argument =
  | FieldValue
  | HexValue
  | HeaderValue
  | StackValue
  | UnionValue
  | { readonly type: "runtime_data"; readonly value: number }
  | { readonly type: "expression"; readonly value: Expression }
  | {
      readonly type: "register_array" | "counter_array" | "meter_array" | "calculation";
      readonly value: string;
    }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "parameters_vector"; readonly value: readonly Argument[] };

export interface Primitive {
  readonly op: string;
  readonly parameters: readonly Argument[];
  readonly source_info: SourcePosition;
}

export interface HeaderType {
  readonly name: string;
  readonly id: number;
  /** Name, width in bits (`"*"` for a varbit), signed. */
  readonly fields: readonly (readonly [name: string, width: number | "*", signed: boolean])[];
  /** In bytes; with a varbit only. */
  readonly max_length?: number;
}

export interface Header {
  readonly name: string;
  readonly id: number;
  readonly header_type: string;
  readonly metadata: boolean;
  readonly pi_omit: true;
}

export interface HeaderStack {
  readonly name: string;
  readonly id: number;
  readonly header_type: string;
  readonly size: number;
  readonly header_ids: readonly number[];
}

export interface HeaderUnionType {
  readonly name: string;
  readonly id: number;
  /** Member and header type. */
  readonly headers: readonly (readonly [member: string, type: string])[];
}

export interface HeaderUnion {
  readonly name: string;
  readonly id: number;
  readonly union_type: string;
  readonly header_ids: readonly number[];
  readonly pi_omit: true;
}

/** What a packet keeps (`field_lists`), or what is sent to the controller (`learn_lists`). */
export interface FieldList {
  readonly id: number;
  readonly name: string;
  readonly elements: readonly FieldValue[];
}

export interface EnumDefinition {
  readonly name: string;
  readonly entries: readonly (readonly [string, number])[];
}

export type ParserOperation =
  | { readonly op: "extract"; readonly parameters: readonly [ExtractTarget] }
  | {
      readonly op: "extract_VL";
      readonly parameters: readonly [
        ExtractTarget,
        { readonly type: "expression"; readonly value: Expression },
      ];
    }
  | { readonly op: "set"; readonly parameters: readonly [FieldValue, Argument | LookaheadValue] }
  | { readonly op: "verify"; readonly parameters: readonly [Expression, Expression] }
  | { readonly op: "advance"; readonly parameters: readonly [Argument] }
  | { readonly op: "primitive"; readonly parameters: readonly [Primitive] };

export interface ExtractTarget {
  readonly type: "regular" | "stack";
  readonly value: string;
}

export type TransitionKey = FieldValue | StackFieldValue | LookaheadValue;

export interface Transition {
  readonly type: "default" | "hexstr" | "parse_vset";
  readonly value: HexString | string | null;
  readonly mask: HexString | null;
  readonly next_state: string | null;
}

export interface ParseState {
  readonly name: string;
  readonly id: number;
  readonly parser_ops: readonly ParserOperation[];
  readonly transitions: readonly Transition[];
  readonly transition_key: readonly TransitionKey[];
}

export interface Parser {
  readonly name: string;
  readonly id: number;
  readonly init_state: string;
  readonly parse_states: readonly ParseState[];
}

export interface ParseValueSet {
  readonly name: string;
  readonly id: number;
  readonly compressed_bitwidth: number;
  readonly max_size: number;
}

export interface Deparser {
  readonly name: string;
  readonly id: number;
  readonly order: readonly string[];
  readonly primitives: readonly Primitive[];
}

export interface MeterArray {
  readonly name: string;
  readonly id: number;
  readonly is_direct: boolean;
  readonly size: number;
  readonly rate_count: 2;
  readonly type: "packets" | "bytes";
  readonly binding?: string;
  readonly result_target?: FieldReference;
}

export interface CounterArray {
  readonly name: string;
  readonly id: number;
  readonly is_direct: boolean;
  readonly size?: number;
  readonly binding?: string;
}

export interface RegisterArray {
  readonly name: string;
  readonly id: number;
  readonly size: number;
  readonly bitwidth: number;
}

export type CalculationInput =
  | FieldValue
  | (HexValue & { readonly bitwidth: number })
  | HeaderValue
  | { readonly type: "payload"; readonly value: null };

export interface Calculation {
  readonly name: string;
  readonly id: number;
  readonly algo: string;
  readonly input: readonly CalculationInput[];
}

export interface Checksum {
  readonly name: string;
  readonly id: number;
  readonly target: FieldReference;
  readonly type: "generic";
  readonly calculation: string;
  readonly verify: boolean;
  readonly update: boolean;
  readonly if_cond: Expression;
}

export interface Action {
  readonly name: string;
  readonly id: number;
  readonly runtime_data: readonly { readonly name: string; readonly bitwidth: number }[];
  readonly primitives: readonly Primitive[];
}

export type MatchType = "exact" | "lpm" | "ternary" | "range";

export interface TableKey {
  readonly match_type: MatchType;
  readonly name: string;
  readonly target: FieldReference;
  readonly mask: null;
}

export type EntryKey =
  | { readonly match_type: "exact"; readonly key: HexString }
  | { readonly match_type: "lpm"; readonly key: HexString; readonly prefix_length: number }
  | { readonly match_type: "ternary"; readonly key: HexString; readonly mask: HexString }
  | { readonly match_type: "range"; readonly start: HexString; readonly end: HexString };

export interface Entry {
  readonly match_key: readonly EntryKey[];
  readonly action_entry: { readonly action_id: number; readonly action_data: readonly HexString[] };
  /** 1 is matched first. */
  readonly priority: number;
}

export interface DefaultEntry {
  readonly action_id: number;
  readonly action_const: boolean;
  readonly action_data: readonly HexString[];
  readonly action_entry_const: boolean;
}

export interface Table {
  readonly name: string;
  readonly id: number;
  readonly source_info: SourcePosition;
  readonly key: readonly TableKey[];
  readonly match_type: MatchType;
  readonly type: "simple" | "indirect" | "indirect_ws";
  readonly action_profile?: string;
  readonly max_size: number;
  readonly with_counters: boolean;
  readonly support_timeout: boolean;
  readonly direct_meters: string | null;
  readonly action_ids: readonly number[];
  readonly actions: readonly string[];
  readonly base_default_next: string | null;
  /** The node after each action, or after `__HIT__` and `__MISS__`. */
  readonly next_tables: Readonly<Record<string, string | null>>;
  readonly default_entry?: DefaultEntry;
  readonly entries?: readonly Entry[];
}

export interface ActionProfile {
  readonly name: string;
  readonly id: number;
  readonly max_size: number;
  readonly selector?: { readonly algo: string; readonly input: readonly FieldValue[] };
}

export interface Conditional {
  readonly name: string;
  readonly id: number;
  readonly source_info: SourcePosition;
  readonly expression: Expression;
  readonly true_next: string | null;
  readonly false_next: string | null;
}

export interface Pipeline {
  readonly name: "ingress" | "egress";
  readonly id: number;
  readonly init_table: string | null;
  readonly tables: readonly Table[];
  readonly action_profiles: readonly ActionProfile[];
  readonly conditionals: readonly Conditional[];
}

/** The whole file. */
export interface Bmv2Program {
  readonly header_types: readonly HeaderType[];
  readonly headers: readonly Header[];
  readonly header_stacks: readonly HeaderStack[];
  readonly header_union_types: readonly HeaderUnionType[];
  readonly header_unions: readonly HeaderUnion[];
  readonly header_union_stacks: readonly [];
  readonly field_lists: readonly FieldList[];
  readonly errors: readonly (readonly [string, number])[];
  readonly enums: readonly EnumDefinition[];
  readonly parsers: readonly Parser[];
  readonly parse_vsets: readonly ParseValueSet[];
  readonly deparsers: readonly Deparser[];
  readonly meter_arrays: readonly MeterArray[];
  readonly counter_arrays: readonly CounterArray[];
  readonly register_arrays: readonly RegisterArray[];
  readonly calculations: readonly Calculation[];
  readonly learn_lists: readonly FieldList[];
  readonly actions: readonly Action[];
  readonly pipelines: readonly Pipeline[];
  readonly checksums: readonly Checksum[];
  readonly force_arith: readonly [];
  readonly extern_instances: readonly [];
  /** The name `simple_switch` knows a field by, and where the program keeps it. */
  readonly field_aliases: readonly (readonly [string, FieldReference])[];
  readonly program: string;
  readonly __meta__: { readonly version: readonly [2, 23]; readonly compiler: string };
}
