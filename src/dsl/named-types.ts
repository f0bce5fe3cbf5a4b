import type { SourcePosition } from "../base/index.js";
import {
  boolType,
  type EnumType,
  type ErrorType,
  type Expression,
  errorType,
  type NewType,
  node,
  type Translation,
  type VarbitType,
  varbitType,
} from "../ir/index.js";
import { type DeclarationOptions, documentation } from "./annotation.js";
import { Bool } from "./bool.js";
import { checkFieldName, checkName } from "./names.js";
import type { BitSpec } from "./numbers.js";
import { here } from "./position.js";
import { refuse } from "./refuse.js";
import { assignment, type Step } from "./step.js";
import { expressionOf, type NumberLiteral, type ScalarSpec, type TypeSpec, Value } from "./value.js";

/** A value that can only be copied and compared for equality. */
abstract class Comparable<Other> extends Value {
  /**
   * `this == other`
   *
   * @example
   * ```ts
   * when(packet.parserError.equals(parserError("PacketTooShort")), discard())
   * ```
   * ```p4
   * action discard() {
   *     mark_to_drop(standard_metadata);
   * }
   * if (standard_metadata.parser_error == error.PacketTooShort) {
   *     discard();
   * }
   * ```
   */
  equals(other: Other): Bool {
    return this.#compare("==", other, here());
  }

  /**
   * `this != other`
   *
   * @example
   * ```ts
   * when(packet.parserError.notEquals(parserError("NoError")), discard())
   * ```
   * ```p4
   * action discard() {
   *     mark_to_drop(standard_metadata);
   * }
   * if (standard_metadata.parser_error != error.NoError) {
   *     discard();
   * }
   * ```
   */
  notEquals(other: Other): Bool {
    return this.#compare("!=", other, here());
  }

  #compare(operator: "==" | "!=", other: Other, source: SourcePosition): Bool {
    const right = expressionOf(this.ir.type, other, source);
    return new Bool(node("binary", { operator, left: this.ir, right, type: boolType, source }));
  }
}

/** A value of the enum `Name`. */
export class EnumValue<Name extends string> extends Comparable<EnumValue<Name>> {
  /** Never there: tells one enum from another. */
  declare readonly enumName: Name;
}

/** A place for a value of the enum `Name`. */
export class EnumVariable<Name extends string> extends EnumValue<Name> {
  /** `this = value;` */
  set(value: EnumValue<Name>): Step {
    return assignment(this.ir, value, here());
  }
}

/** A serializable enum; its members are properties of the type itself. */
export type EnumSpec<Name extends string, Members extends string> = ScalarSpec<
  EnumValue<Name>,
  EnumVariable<Name>,
  never,
  EnumValue<Name>
> & {
  readonly ir: EnumType;
  readonly members: { readonly [M in Members]: EnumValue<Name> };
};

/**
 * A serializable enum over a bit type.
 *
 * @example
 * ```ts
 * const kind = serializableEnum("kind_t", bit(8), { request: 1, reply: 2 });
 * const { last } = metadata({ last: kind });
 * const program = headers({ message: header("message_t", { kind }) });
 * ```
 * @example
 * ```ts
 * const kind = serializableEnum("kind_t", bit(8), { request: 1, reply: 2 });
 * metadata({ last: kind })
 * ```
 * ```p4
 * enum bit<8> kind_t {
 *     request = 1,
 *     reply = 2
 * }
 * kind_t last;
 * ```
 */
export function serializableEnum<const Name extends string, Members extends string>(
  name: Name,
  underlying: BitSpec<number>,
  members: { readonly [M in Members]: NumberLiteral },
  options: Pick<DeclarationOptions, "doc"> = {},
): EnumSpec<Name, Members> {
  const source = here();
  checkName(name, "type", source);
  const entries = Object.entries<NumberLiteral>(members);
  for (const [member, value] of entries) {
    checkFieldName(member, source);
    expressionOf(underlying.ir, value, source);
  }
  const doc = documentation(options.doc);
  const type = node("enumType", {
    name,
    underlying: underlying.ir,
    members: entries.map(([member, value]) => ({ name: member, value: BigInt(value) })),
    source,
    ...(doc && { doc }),
  });
  const value = (member: string) => new EnumValue<Name>(node("enumMember", { member, type, source }));
  return Object.freeze({
    ir: type,
    scalar: true as const,
    members: Object.fromEntries(entries.map(([member]) => [member, value(member)])) as {
      [M in Members]: EnumValue<Name>;
    },
    read: (expression: Expression) => new EnumValue<Name>(expression),
    variable: (expression: Expression) => new EnumVariable<Name>(expression),
  });
}

/** A value of the new type `Name`. */
export class NewTypeValue<Name extends string> extends Comparable<NewTypeValue<Name> | NumberLiteral> {
  /** Never there: tells one type from another. */
  declare readonly typeName: Name;
}

/** A place for a value of the new type `Name`. */
export class NewTypeVariable<Name extends string> extends NewTypeValue<Name> {
  /** `this = value;` */
  set(value: NewTypeValue<Name> | NumberLiteral): Step {
    return assignment(this.ir, value, here());
  }
}

export interface NewTypeSpec<Name extends string>
  extends ScalarSpec<NewTypeValue<Name>, NewTypeVariable<Name>, NumberLiteral, NewTypeValue<Name>> {
  readonly ir: NewType;
}

/**
 * A type of its own with the values of a bit type: `type bit<9> port_id_t;`. Values of the two mix only by
 * casts. With a translation, P4Runtime speaks of these values in the controller's own numbers.
 *
 * @example
 * ```ts
 * const portId = newType("port_id_t", bit(9), { translation: { uri: "example.com/port_id_t", sdn: 32 } });
 * metadata({ from: portId })
 * ```
 * ```p4
 * @p4runtime_translation("example.com/port_id_t", 32)
 * type bit<9> port_id_t;
 * port_id_t from;
 * ```
 */
export function newType<const Name extends string>(
  name: Name,
  underlying: BitSpec<number>,
  options: Pick<DeclarationOptions, "doc"> & { readonly translation?: Translation } = {},
): NewTypeSpec<Name> {
  const source = here();
  checkName(name, "type", source);
  const doc = documentation(options.doc);
  const { translation } = options;
  const type = node("newType", {
    name,
    underlying: underlying.ir,
    source,
    ...(translation && { translation }),
    ...(doc && { doc }),
  });
  return Object.freeze({
    ir: type,
    scalar: true as const,
    read: (expression: Expression) => new NewTypeValue<Name>(expression),
    variable: (expression: Expression) => new NewTypeVariable<Name>(expression),
  });
}

/** A parser error. */
export class ErrorValue extends Comparable<ErrorValue> {}

/** A place for a parser error. */
export class ErrorVariable extends ErrorValue {
  /** `this = value;` */
  set(value: ErrorValue): Step {
    return assignment(this.ir, value, here());
  }
}

export type ErrorSpec = ScalarSpec<ErrorValue, ErrorVariable, never, ErrorValue> & { readonly ir: ErrorType };

const errorSpecValue: ErrorSpec = Object.freeze({
  ir: errorType,
  scalar: true as const,
  read: (expression: Expression) => new ErrorValue(expression),
  variable: (expression: Expression) => new ErrorVariable(expression),
});

/**
 * The type `error`.
 *
 * @example
 * ```ts
 * metadata({ why: errorSpec() })
 * ```
 * ```p4
 * error why;
 * ```
 */
export function errorSpec(): ErrorSpec {
  return errorSpecValue;
}

/**
 * A parser error: one of core.p4's, or a new one, which the program then declares.
 *
 * @example
 * ```ts
 * state([extract(hdr.ipv4), verify(hdr.ipv4.version.equals(4), parserError("BadVersion"))], "accept")
 * ```
 * ```p4
 * error {
 *     BadVersion
 * }
 * packet.extract(hdr.ipv4);
 * verify(hdr.ipv4.version == 4, error.BadVersion);
 * ```
 */
export function parserError(name: string): ErrorValue {
  const source = here();
  checkFieldName(name, source);
  return new ErrorValue(node("errorMember", { member: name, type: errorType, source }));
}

/** A place for as many bits as the parser extracted, at most `W`. */
export class VarbitVariable<W extends number> extends Value {
  /** Never there: keeps the width in the type. */
  declare readonly maxWidth: W;

  /** `this = value;` */
  set(value: VarbitVariable<W>): Step {
    return assignment(this.ir, value, here());
  }
}

export type VarbitSpec<W extends number> = TypeSpec<VarbitVariable<W>, VarbitVariable<W>, never> & {
  readonly ir: VarbitType;
};

/**
 * The type `varbit<maxWidth>`: the last thing a header can hold, extracted with a length.
 *
 * @throws CodedError `DSL-WIDTH` when the width is no multiple of 8 above 0.
 * @example
 * ```ts
 * headers({ options: header("options_t", { length: bit(8), bytes: varbit(320) }) })
 * ```
 * ```p4
 * header options_t {
 *     bit<8>      length;
 *     varbit<320> bytes;
 * options_t options;
 * ```
 */
export function varbit<const W extends number>(maxWidth: W): VarbitSpec<W> {
  if (!Number.isInteger(maxWidth) || maxWidth < 8 || maxWidth % 8 !== 0) {
    refuse("DSL-WIDTH", here(), `varbit<${maxWidth}> is no whole number of bytes`, "Give a multiple of 8.");
  }
  return Object.freeze({
    ir: varbitType(maxWidth),
    read: (expression: Expression) => new VarbitVariable<W>(expression),
    variable: (expression: Expression) => new VarbitVariable<W>(expression),
  });
}
