import { entriesOf, enumName, type Message, presentFields } from "./fields.js";
import type { FieldSchema } from "./schema.js";

/**
 * Prints a message of `p4.config.v1` in protobuf's text format, as its C++ library does: fields in the order of
 * their numbers, two blanks for each level, nothing for what has its default value.
 *
 * @example printMessage("PkgInfo", PkgInfo.create({ arch: "v1model" })) === 'arch: "v1model"\n'
 */
export function printMessage(type: string, message: object): string {
  return printFields(type, message as Message, "");
}

function printFields(type: string, message: Message, indent: string): string {
  return presentFields(type, message)
    .map(({ field, value }) => printField(field, value, indent))
    .join("");
}

function printField(field: FieldSchema, value: unknown, indent: string): string {
  if (field.map) return printMap(field, value, indent);
  if (Array.isArray(value)) return value.map((element) => printValue(field, element, indent)).join("");
  return printValue(field, value, indent);
}

function printMap(field: FieldSchema, map: unknown, indent: string): string {
  const inner = `${indent}  `;
  const entries = entriesOf(map).map(([key, value]) => {
    const printed = printMessageField("value", field.type, value, inner);
    return `${indent}${field.name} {\n${inner}key: ${quoted(key)}\n${printed}${indent}}\n`;
  });
  return entries.join("");
}

function printValue(field: FieldSchema, value: unknown, indent: string): string {
  if (typeof value === "object" && value !== null && !(value instanceof Uint8Array)) {
    return printMessageField(field.name, field.type, value as Message, indent);
  }
  return `${indent}${field.name}: ${printScalar(field, value)}\n`;
}

function printMessageField(name: string, type: string, message: Message, indent: string): string {
  return `${indent}${name} {\n${printFields(type, message, `${indent}  `)}${indent}}\n`;
}

function printScalar(field: FieldSchema, value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (value instanceof Uint8Array) return `"${[...value].map(escapedByte).join("")}"`;
  return enumName(field.type, value) ?? String(value);
}

/** Bytes outside of ASCII are written as octal numbers, so a string is the bytes of its UTF-8. */
function quoted(text: string): string {
  return `"${[...new TextEncoder().encode(text)].map(escapedByte).join("")}"`;
}

const escapes: ReadonlyMap<number, string> = new Map([
  [0x0a, "\\n"],
  [0x0d, "\\r"],
  [0x09, "\\t"],
  [0x22, '\\"'],
  [0x27, "\\'"],
  [0x5c, "\\\\"],
]);

function escapedByte(byte: number): string {
  const escaped = escapes.get(byte);
  if (escaped !== undefined) return escaped;
  if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  return `\\${byte.toString(8).padStart(3, "0")}`;
}
