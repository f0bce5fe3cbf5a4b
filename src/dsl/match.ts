import type { SourcePosition } from "../base/index.js";
import {
  type Annotation,
  bitType,
  type Documentation,
  type Expression,
  type KeySet,
  type MatchKind,
  type Type,
  typeWidth,
} from "../ir/index.js";
import type { Bool } from "./bool.js";
import type { EnumValue, NewTypeValue } from "./named-types.js";
import type { BitLike, IntLike, NumberLike } from "./number-like.js";
import { here } from "./position.js";
import { refuse } from "./refuse.js";
import { expressionOf, type NumberLiteral, type Value } from "./value.js";

/** What can be written for a value of this class in the control plane. */
export type LiteralFor<V> = V extends NumberLike
  ? NumberLiteral
  : V extends Bool
    ? boolean
    : V extends EnumValue<infer Name>
      ? EnumValue<Name>
      : V extends NewTypeValue<string>
        ? NumberLiteral
        : never;

/** What the control plane reads of a value of this class. */
export type ReadFor<V> = V extends Bool ? boolean : bigint;

/** What can be written for a value of this class in the program: literals, and named constants. */
export type ConstantFor<V> =
  V extends BitLike<infer W>
    ? BitLike<W> | NumberLiteral
    : V extends IntLike<infer W>
      ? IntLike<W> | NumberLiteral
      : V extends Bool
        ? boolean
        : V extends EnumValue<infer Name>
          ? EnumValue<Name>
          : V;

/** A field of a table's key. */
export interface KeyField<Match extends MatchKind = MatchKind, V extends Value = Value> {
  readonly match: Match;
  readonly value: V;
  readonly source: SourcePosition;
  /** What `annotated` says of it. */
  readonly annotations?: readonly Annotation[];
  readonly doc?: Documentation;
}

function keyField<Match extends MatchKind, V extends Value>(match: Match, value: V): KeyField<Match, V> {
  return Object.freeze({ match, value, source: here() });
}

/**
 * The field equals the entry's value.
 *
 * @example
 * ```ts
 * table("t", { key: { k: exact(hdr.ipv4.isValid()) }, actions: [discard] })
 * ```
 * ```p4
 * action discard() {
 *     mark_to_drop(standard_metadata);
 * }
 * table t {
 *     key = {
 *         hdr.ipv4.isValid(): exact @name("k");
 *     }
 *     actions = {
 *         discard;
 *         @defaultonly NoAction;
 *     }
 *     default_action = NoAction();
 * }
 * t.apply();
 * ```
 */
export function exact<V extends Value>(value: V): KeyField<"exact", V> {
  return keyField("exact", value);
}

/**
 * The field begins with the entry's prefix; the longest prefix wins.
 *
 * @example
 * ```ts
 * table("t", { key: { k: lpm(hdr.ipv4.dst) }, actions: [discard] })
 * ```
 * ```p4
 * action discard() {
 *     mark_to_drop(standard_metadata);
 * }
 * table t {
 *     key = {
 *         hdr.ipv4.dst: lpm @name("k");
 *     }
 *     actions = {
 *         discard;
 *         @defaultonly NoAction;
 *     }
 *     default_action = NoAction();
 * }
 * t.apply();
 * ```
 */
export function lpm<V extends BitLike & Value>(value: V): KeyField<"lpm", V> {
  return keyField("lpm", value);
}

/**
 * The field equals the entry's value where the entry's mask has ones; the greatest priority wins.
 *
 * @example
 * ```ts
 * table("t", { key: { k: ternary(hdr.udp.dst) }, actions: [discard] })
 * ```
 * ```p4
 * action discard() {
 *     mark_to_drop(standard_metadata);
 * }
 * table t {
 *     key = {
 *         hdr.udp.dst: ternary @name("k");
 *     }
 *     actions = {
 *         discard;
 *         @defaultonly NoAction;
 *     }
 *     default_action = NoAction();
 * }
 * t.apply();
 * ```
 */
export function ternary<V extends Value>(value: V): KeyField<"ternary", V> {
  return keyField("ternary", value);
}

/**
 * The field lies in the entry's range, both ends included; the greatest priority wins.
 *
 * @example
 * ```ts
 * table("t", { key: { k: range(hdr.udp.dst) }, actions: [discard] })
 * ```
 * ```p4
 * action discard() {
 *     mark_to_drop(standard_metadata);
 * }
 * table t {
 *     key = {
 *         hdr.udp.dst: range @name("k");
 *     }
 *     actions = {
 *         discard;
 *         @defaultonly NoAction;
 *     }
 *     default_action = NoAction();
 * }
 * t.apply();
 * ```
 */
export function range<V extends BitLike & Value>(value: V): KeyField<"range", V> {
  return keyField("range", value);
}

/**
 * The field equals the entry's value, or the entry does not care; the greatest priority wins.
 *
 * @example
 * ```ts
 * table("t", { key: { k: optional(packet.ingressPort) }, actions: [discard] })
 * ```
 * ```p4
 * action discard() {
 *     mark_to_drop(standard_metadata);
 * }
 * table t {
 *     key = {
 *         standard_metadata.ingress_port: optional @name("k");
 *     }
 *     actions = {
 *         discard;
 *         @defaultonly NoAction;
 *     }
 *     default_action = NoAction();
 * }
 * t.apply();
 * ```
 */
export function optional<V extends Value>(value: V): KeyField<"optional", V> {
  return keyField("optional", value);
}

/**
 * The field takes part in the hash that picks a member of an action selector's group.
 *
 * @example
 * ```ts
 * table("paths", {
 *   key: { dst: lpm(hdr.ipv4.dst), flow: selector(hdr.udp.src) },
 *   actions: [sendOn],
 *   implementation: actionSelector("groups", 64),
 * })
 * ```
 * ```p4
 * action_selector(HashAlgorithm.crc16, 64, 16) groups;
 * action send_on(bit<9> port) {
 *     standard_metadata.egress_spec = port;
 *     standard_metadata.mcast_grp = 0;
 * }
 * table paths {
 *     key = {
 *         hdr.ipv4.dst: lpm @name("dst");
 *         hdr.udp.src: selector @name("flow");
 *     }
 *     actions = {
 *         send_on;
 *         @defaultonly NoAction;
 *     }
 *     implementation = groups;
 * }
 * paths.apply();
 * ```
 */
export function selector<V extends BitLike & Value>(value: V): KeyField<"selector", V> {
  return keyField("selector", value);
}

export interface Masked<L = NumberLiteral> {
  readonly value: L;
  readonly mask: NumberLiteral;
}

export interface Prefix<L = NumberLiteral> {
  readonly value: L;
  readonly prefixLength: number;
}

export interface Range<L = NumberLiteral> {
  readonly low: L;
  readonly high: L;
}

/** What an entry says for a field of this match kind. */
export type MatchLiteral<Match extends MatchKind, L> = {
  readonly exact: L;
  readonly lpm: Prefix<L>;
  readonly ternary: L | Masked<L>;
  readonly range: L | Range<L>;
  readonly optional: L;
  readonly selector: never;
}[Match];

/** Any form of a match, before it is checked against a field. */
export type AnyMatch = unknown;

/** In a select: whatever the value is. */
export const any = Object.freeze({ any: true as const });
export type Any = typeof any;

/** The key set of a match against a value of `type`. */
export function keySetOf(type: Type, match: AnyMatch, source: SourcePosition): KeySet {
  const number = (operand: unknown): Expression => expressionOf(type, operand, source);
  if (match === undefined || match === any) return { kind: "any" };
  if (typeof match === "object" && match !== null && !("ir" in match)) {
    if ("mask" in match && "value" in match) {
      return { kind: "mask", value: number(match.value), mask: maskOf(type, match.mask, source) };
    }
    if ("prefixLength" in match && "value" in match) {
      return {
        kind: "prefix",
        value: number(match.value),
        length: prefixOf(type, match.prefixLength, source),
      };
    }
    if ("low" in match && "high" in match) return rangeOf(number(match.low), number(match.high), source);
  }
  return { kind: "value", value: number(match) };
}

function maskOf(type: Type, mask: unknown, source: SourcePosition): Expression {
  return expressionOf(bitType(typeWidth(type) ?? 0), mask, source);
}

function prefixOf(type: Type, length: unknown, source: SourcePosition): number {
  const width = typeWidth(type) ?? 0;
  if (typeof length === "number" && Number.isInteger(length) && length >= 0 && length <= width) return length;
  return refuse(
    "DSL-RANGE",
    source,
    `a prefix of ${width} bits cannot have ${length}`,
    `Give 0 to ${width}.`,
  );
}

function rangeOf(low: Expression, high: Expression, source: SourcePosition): KeySet {
  if (low.kind === "constant" && high.kind === "constant" && low.value > high.value) {
    refuse(
      "DSL-RANGE",
      source,
      `the range ${low.value} to ${high.value} is empty`,
      "The low end comes first.",
    );
  }
  return { kind: "range", low, high };
}

/** Whether an expression is known while the program is built. */
export function isConstant(expression: Expression): boolean {
  return ["constant", "boolean", "enumMember", "errorMember"].includes(expression.kind);
}
