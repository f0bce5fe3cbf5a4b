import { p4info } from "p4runtime-js-grpc/messages";
import { assert } from "../../base/index.js";
import { type EnumType, type NewType, type StructType, type Type, typeWidth } from "../../ir/index.js";

/** The types that P4Info objects refer to by name; filled while the objects are made. */
export class TypeInfo {
  readonly #info = p4info.P4TypeInfo.create();

  /** The specification of a type; types with a name are added to the list. */
  specify(type: Type): p4info.P4DataTypeSpec {
    return p4info.P4DataTypeSpec.create({ typeSpec: this.#specification(type) });
  }

  /** The name by which a value of the type refers to it: only types of their own have one. */
  nameOf(type: Type): p4info.P4NamedType | undefined {
    this.specify(type);
    return type.kind === "newType" ? named(type.name) : undefined;
  }

  #specification(type: Type): NonNullable<p4info.P4DataTypeSpec["typeSpec"]> {
    switch (type.kind) {
      case "bitType":
        return { $case: "bitstring", value: bitstring({ $case: "bit", value: { bitwidth: type.width } }) };
      case "intType":
        return { $case: "bitstring", value: bitstring({ $case: "int", value: { bitwidth: type.width } }) };
      case "boolType":
        return { $case: "bool", value: {} };
      case "enumType":
        this.#info.serializableEnums[type.name] ??= enumSpec(type);
        return { $case: "serializableEnum", value: named(type.name) };
      case "newType":
        this.#info.newTypes[type.name] ??= newTypeSpec(type);
        return { $case: "newType", value: named(type.name) };
      case "structType":
        this.#info.structs[type.name] ??= this.#structSpec(type);
        return { $case: "struct", value: named(type.name) };
      default:
        assert(false, `P4Info does not need a ${type.kind} here`);
    }
  }

  #structSpec({ fields }: StructType): p4info.P4StructTypeSpec {
    const members = fields.map(({ name, type }) => ({ name, typeSpec: this.specify(type) }));
    return p4info.P4StructTypeSpec.create({ members });
  }

  finish(): p4info.P4TypeInfo {
    return this.#info;
  }
}

function named(name: string): p4info.P4NamedType {
  return p4info.P4NamedType.create({ name });
}

function bitstring(
  typeSpec: NonNullable<p4info.P4BitstringLikeTypeSpec["typeSpec"]>,
): p4info.P4BitstringLikeTypeSpec {
  return p4info.P4BitstringLikeTypeSpec.create({ typeSpec });
}

function enumSpec({ underlying, members }: EnumType): p4info.P4SerializableEnumTypeSpec {
  return p4info.P4SerializableEnumTypeSpec.create({
    underlyingType: { bitwidth: underlying.width },
    members: members.map(({ name, value }) => ({ name, value: toBytes(value, underlying.width) })),
  });
}

function newTypeSpec({ underlying, translation }: NewType): p4info.P4NewTypeSpec {
  if (translation === undefined) {
    const value = bitstring({ $case: "bit", value: { bitwidth: underlying.width } });
    return p4info.P4NewTypeSpec.create({
      representation: { $case: "originalType", value: { typeSpec: { $case: "bitstring", value } } },
    });
  }
  const { uri, sdn } = translation;
  return p4info.P4NewTypeSpec.create({
    representation: {
      $case: "translatedType",
      value: {
        uri,
        sdnType: sdn === "string" ? { $case: "sdnString", value: {} } : { $case: "sdnBitwidth", value: sdn },
      },
    },
  });
}

/** A number as whole bytes of its width, most significant first. */
export function toBytes(value: bigint, width: number): Uint8Array {
  const count = Math.ceil(width / 8);
  return Uint8Array.from({ length: count }, (_, index) =>
    Number((value >> BigInt(8 * (count - 1 - index))) & 0xffn),
  );
}

/** Bits that the controller sees: a translated type has its own number of them, none for a string. */
export function bitwidth(type: Type): number {
  if (type.kind !== "newType" || type.translation === undefined) return typeWidth(type) ?? 0;
  return type.translation.sdn === "string" ? 0 : type.translation.sdn;
}
