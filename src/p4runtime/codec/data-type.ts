import { P4RuntimeError } from "../errors.js";
import type { p4info } from "../messages/index.js";
import type { Sized } from "./bytestring.js";

/** A scalar at a leaf of a data type, as registers hold them and digests send them. */
export interface DataField extends Sized {
  readonly kind: "bits" | "signedBits" | "bool" | "enum";
}

/** The types of registers and digests that are supported; others say so when they are used. */
export type DataType =
  | { readonly kind: "field"; readonly field: DataField }
  | { readonly kind: "struct" | "tuple"; readonly members: readonly DataType[] }
  | { readonly kind: "unsupported"; readonly reason: string };

/** No program comes near; a P4Info that names types in a circle does. */
const nodesMax = 1_000;

/**
 * The type that a spec in a P4Info means, section 8.4. A scalar is called `name`; the fields of a struct are
 * called what they are called in it.
 */
export function dataType(
  spec: p4info.P4DataTypeSpec | undefined,
  types: p4info.P4TypeInfo | undefined,
  name: string,
): DataType {
  return new TypeReader(types, name).read(spec, name);
}

/** All scalars of a type, in order. A type that is not supported throws UNIMPLEMENTED. */
export function dataFields(type: DataType): readonly DataField[] {
  if (type.kind === "field") return [type.field];
  if (type.kind === "unsupported") throw new P4RuntimeError("UNIMPLEMENTED", type.reason);
  return type.members.flatMap(dataFields);
}

class TypeReader {
  readonly #types: p4info.P4TypeInfo | undefined;
  readonly #root: string;
  #nodes = 0;

  constructor(types: p4info.P4TypeInfo | undefined, root: string) {
    this.#types = types;
    this.#root = root;
  }

  read(spec: p4info.P4DataTypeSpec | undefined, name: string): DataType {
    this.#nodes += 1;
    if (this.#nodes > nodesMax) throw malformed(`the type of ${name} has no end`);
    const type = spec?.typeSpec;
    switch (type?.$case) {
      case "bitstring":
        return bitstring(type.value, name);
      case "bool":
        return field("bool", name, 1);
      case "serializableEnum":
        return field("enum", name, this.#enumWidth(type.value.name));
      case "tuple": {
        const members = type.value.members;
        return {
          kind: "tuple",
          members: members.map((member, index) => this.read(member, this.#within(name, `${index}`))),
        };
      }
      case "struct": {
        const { members } = lookUp(this.#types?.structs, type.value.name);
        return {
          kind: "struct",
          members: members.map((member) => this.read(member.typeSpec, this.#within(name, member.name))),
        };
      }
      case "newType":
        return this.#newType(lookUp(this.#types?.newTypes, type.value.name), name);
      default:
        return unsupported(name, type?.$case ?? "no type");
    }
  }

  #within(name: string, member: string): string {
    return name === this.#root ? member : `${name}.${member}`;
  }

  #enumWidth(name: string): number {
    return lookUp(this.#types?.serializableEnums, name).underlyingType?.bitwidth ?? 0;
  }

  #newType(spec: p4info.P4NewTypeSpec, name: string): DataType {
    if (spec.representation?.$case === "originalType") return this.read(spec.representation.value, name);
    const shown = spec.representation?.value.sdnType;
    return shown?.$case === "sdnBitwidth"
      ? field("bits", name, shown.value)
      : unsupported(name, "translated to a string");
  }
}

function bitstring(spec: p4info.P4BitstringLikeTypeSpec, name: string): DataType {
  const type = spec.typeSpec;
  if (type?.$case === "bit") return field("bits", name, type.value.bitwidth);
  if (type?.$case === "int") return field("signedBits", name, type.value.bitwidth);
  return unsupported(name, "varbit");
}

function field(kind: DataField["kind"], name: string, bitWidth: number): DataType {
  if (bitWidth <= 0) throw malformed(`${name} has no width`);
  return { kind: "field", field: { kind, name, bitWidth } };
}

function unsupported(name: string, what: string): DataType {
  return { kind: "unsupported", reason: `the type of ${name} is not supported: ${what}` };
}

function lookUp<T>(types: Readonly<Record<string, T>> | undefined, name: string): T {
  const type = types !== undefined && Object.hasOwn(types, name) ? types[name] : undefined;
  if (type === undefined) throw malformed(`type ${name} is not in its type_info`);
  return type;
}

function malformed(reason: string): P4RuntimeError {
  return new P4RuntimeError("INVALID_ARGUMENT", `malformed P4Info: ${reason}`);
}
