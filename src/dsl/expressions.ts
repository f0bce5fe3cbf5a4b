import {
  type BitType,
  type Expression,
  type IntType,
  node,
  type Type,
  typeName,
  typeWidth,
} from "../ir/index.js";
import { Bool, type BoolSpec } from "./bool.js";
import { EnumValue, ErrorValue, NewTypeValue } from "./named-types.js";
import { checkName } from "./names.js";
import type { BitLike, NumberLike, SameNumber } from "./number-like.js";
import { Bit, type BitSpec, Int, type IntSpec, type NumberOf } from "./numbers.js";
import { here } from "./position.js";
import { refuse } from "./refuse.js";
import type { P4TypeError } from "./type-errors.js";
import {
  expressionOf,
  type NumberLiteral,
  type Operand,
  type OperandOf,
  type ReadOf,
  type ScalarSpec,
  type TypeSpec,
  type Value,
} from "./value.js";
import type { SameWidth } from "./widths.js";

/**
 * A constant with a name that the generated P4 keeps.
 *
 * @example
 * ```ts
 * when(hdr.ethernet.etherType.equals(constant("TYPE_IPV4", bit(16), 0x0800)), discard())
 * ```
 * ```p4
 * const bit<16> TYPE_IPV4 = 0x800;
 * action discard() {
 *     mark_to_drop(standard_metadata);
 * }
 * if (hdr.ethernet.etherType == TYPE_IPV4) {
 *     discard();
 * }
 * ```
 */
export function constant<W extends number>(name: string, type: BitSpec<W>, value: NumberLiteral): Bit<W>;
export function constant<W extends number>(name: string, type: IntSpec<W>, value: NumberLiteral): Int<W>;
export function constant(
  name: string,
  type: ScalarSpec<Value, Value, NumberLiteral>,
  value: NumberLiteral,
): Value {
  const source = here();
  checkName(name, "constant", source);
  const expression = expressionOf(type.ir, value, source);
  return type.read(expression.kind === "constant" ? node("constant", { ...expression, name }) : expression);
}

/**
 * A literal as a value of a type, for the places where nothing else says the type.
 *
 * @example
 * ```ts
 * meta.bucket.set(literal(bit(8), 3).concat(hdr.ipv4.ttl))
 * ```
 * ```p4
 * meta.bucket = 8w3 ++ hdr.ipv4.ttl;
 * ```
 */
export function literal<Spec extends ScalarSpec>(type: Spec, value: OperandOf<Spec>): ReadOf<Spec> {
  return type.read(expressionOf(type.ir, value, here())) as ReadOf<Spec>;
}

/** `unknown` when the second choice can stand beside the first, else the reason why not. */
type SameChoice<V, F> = V extends NumberLike
  ? SameNumber<V["sign"], V["width"], F>
  : F extends V | (V extends Bool ? Bool | boolean : never)
    ? unknown
    : P4TypeError<"both choices of mux have one type">;

/** What a choice between values of this class is. */
type ChoiceOf<V> = V extends NumberLike ? NumberOf<V["sign"], V["width"]> : V extends Bool ? Bool : V;

/**
 * `condition ? whenTrue : whenFalse`. The first choice is no literal, so that the type is known.
 *
 * @example
 * ```ts
 * meta.bucket.set(mux(hdr.udp.isValid(), hdr.udp.dst, 0))
 * ```
 * ```p4
 * meta.bucket = hdr.udp.isValid() ? hdr.udp.dst : 0;
 * ```
 */
export function mux<V extends Value, F extends Operand>(
  condition: Bool,
  whenTrue: V,
  whenFalse: F & SameChoice<V, F>,
): ChoiceOf<V> {
  const source = here();
  const { type } = whenTrue.ir;
  const choices = { whenTrue: whenTrue.ir, whenFalse: expressionOf(type, whenFalse, source) };
  return likeOf(
    whenTrue,
    node("conditional", { condition: condition.ir, ...choices, type, source }),
  ) as ChoiceOf<V>;
}

/** Whether P4 has the cast, as far as the types say: `unknown`, or the reason why not. */
type CastCheck<V, Spec> = V extends NumberLike
  ? Spec extends { readonly ir: BitType | IntType; readonly width: infer W extends number }
    ? NumberCast<V["sign"], V["width"], SignOf<Spec>, W>
    : Spec extends BoolSpec
      ? FromOneBit<V>
      : unknown
  : V extends Bool
    ? ToOneBit<Spec>
    : unknown;

type SignOf<Spec> = Spec extends { readonly ir: BitType } ? "bit" : "int";

type NumberCast<S extends string, V extends number, T extends string, W extends number> = S extends T
  ? unknown
  : SameWidth<V, W> extends true
    ? unknown
    : P4TypeError<`P4 casts ${S}<${V}> to ${T}<${V}> or ${S}<${W}>, not to ${T}<${W}>: cast twice`>;

type FromOneBit<V extends NumberLike> =
  V extends BitLike<infer W>
    ? SameWidth<W, 1> extends true
      ? unknown
      : P4TypeError<`P4 casts bit<1> to bool, not bit<${W}>: compare it with 0`>
    : P4TypeError<"P4 casts bit<1> to bool, not an int: compare it with 0">;

type ToOneBit<Spec> = Spec extends { readonly ir: BitType; readonly width: infer W extends number }
  ? SameWidth<W, 1> extends true
    ? unknown
    : P4TypeError<`P4 casts a bool to bit<1>, not to bit<${W}>: cast twice, or use mux`>
  : Spec extends BoolSpec
    ? unknown
    : P4TypeError<"P4 casts a bool to bit<1> only">;

/**
 * `(type) value`: cuts or fills a number to another width, or changes the kind of type. From `bit<W>` to
 * `int<W>` and back the bits stay; between `bool` and `bit<1>` true is 1.
 *
 * @throws CodedError `DSL-TYPE` when P4 has no such cast.
 * @example
 * ```ts
 * meta.bucket.set(cast(hdr.ipv4.ttl, bit(16)))
 * ```
 * ```p4
 * meta.bucket = (bit<16>)hdr.ipv4.ttl;
 * ```
 * @example
 * ```ts
 * meta.signed.set(cast(meta.bucket, int(16)))
 * ```
 * ```p4
 * meta.signed = (int<16>)meta.bucket;
 * ```
 */
export function cast<V extends Value, Spec extends ScalarSpec>(
  value: V & CastCheck<V, Spec>,
  type: Spec,
): ReadOf<Spec> {
  const source = here();
  const from = value.ir.type;
  if (!canCast(from, type.ir)) {
    const help =
      "P4 casts between numbers; to change sign and width, cast twice; a bool becomes a bit<1> only.";
    refuse("DSL-TYPE", source, `${typeName(from)} cannot be cast to ${typeName(type.ir)}`, help);
  }
  return type.read(node("cast", { operand: value.ir, type: type.ir, source })) as ReadOf<Spec>;
}

/** P4_16 language specification, section 8.11.1. */
function canCast(from: Type, to: Type): boolean {
  if (from.kind === to.kind)
    return from.kind === "bitType" || from.kind === "intType" || from.kind === "boolType";
  const kinds = [from.kind, to.kind];
  if (kinds.includes("boolType")) return kinds.includes("bitType") && typeWidth(from) === typeWidth(to);
  if (kinds.includes("bitType")) {
    const sameWidth = typeWidth(from) === typeWidth(to);
    return sameWidth && kinds.some((kind) => kind === "intType" || kind === "newType" || kind === "enumType");
  }
  return false;
}

/**
 * `packet.lookahead<type>()`: the next bits of the packet, which stay where they are. Only in parsers.
 *
 * @example
 * ```ts
 * parser({
 *   start: state([], select(lookahead(bit(4)), [[4, "ipv4"]], "accept")),
 *   ipv4: state([extract(hdr.ipv4)], "accept"),
 * })
 * ```
 * ```p4
 *     transition select(packet.lookahead<bit<4>>()) {
 *         4: parse_ipv4;
 *         default: accept;
 *     }
 * }
 * state parse_ipv4 {
 *     packet.extract(hdr.ipv4);
 * ```
 */
export function lookahead<Spec extends TypeSpec>(type: Spec): ReadOf<Spec> {
  return type.read(node("lookahead", { type: type.ir, source: here() })) as ReadOf<Spec>;
}

/** A value that can be read, like this one, around another expression. */
function likeOf(value: Value, ir: Expression): Value {
  if (value instanceof Bit) return new Bit(ir, value.width);
  if (value instanceof Int) return new Int(ir, value.width);
  if (value instanceof Bool) return new Bool(ir);
  if (value instanceof EnumValue) return new EnumValue(ir);
  if (value instanceof NewTypeValue) return new NewTypeValue(ir);
  if (value instanceof ErrorValue) return new ErrorValue(ir);
  return refuse(
    "DSL-TYPE",
    ir.source,
    `mux cannot choose between values of ${typeName(ir.type)}`,
    "Use when.",
  );
}
