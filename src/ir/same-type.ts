import type { Type } from "./types.js";

/** Whether two types are the same: by shape for numbers, by name for what the program names. */
export function sameType(left: Type, right: Type): boolean {
  if (left === right) return true;
  if (left.kind !== right.kind) return false;
  if ("name" in left) return "name" in right && left.name === right.name;
  if ("width" in left) return "width" in right && left.width === right.width;
  if (left.kind === "stackType") {
    return right.kind === "stackType" && left.size === right.size && sameType(left.element, right.element);
  }
  return true;
}

/** The type as P4 writes it: `bit<8>`, `ipv4_t`, `vlan_t[2]`. */
export function typeName(type: Type): string {
  switch (type.kind) {
    case "bitType":
      return `bit<${type.width}>`;
    case "intType":
      return `int<${type.width}>`;
    case "varbitType":
      return `varbit<${type.width}>`;
    case "boolType":
      return "bool";
    case "errorType":
      return "error";
    case "stackType":
      return `${typeName(type.element)}[${type.size}]`;
    default:
      return type.name;
  }
}

/** The bits of a value, or undefined for what has no fixed number of bits. */
export function typeWidth(type: Type): number | undefined {
  switch (type.kind) {
    case "bitType":
    case "intType":
      return type.width;
    case "boolType":
      return 1;
    case "enumType":
    case "newType":
      return type.underlying.width;
    case "headerType":
    case "structType":
      return totalWidth(type.fields.map((field) => field.type));
    default:
      return undefined;
  }
}

function totalWidth(types: readonly Type[]): number | undefined {
  const widths = types.map(typeWidth);
  if (widths.includes(undefined)) return undefined;
  return widths.reduce<number>((sum, width) => sum + (width ?? 0), 0);
}
