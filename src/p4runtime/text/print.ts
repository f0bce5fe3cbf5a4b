import { enums, type FieldSchema, fieldsOf, propertyName } from "./schema.js";

/** A message as ts-proto makes it: properties by camel-case name. */
type Message = Readonly<Record<string, unknown>>;

/** A oneof as ts-proto makes it. */
interface Choice {
  readonly $case: string;
  readonly value: unknown;
}

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
  return fieldsOf(type)
    .map((field) => printField(field, valueIn(field, message), indent))
    .join("");
}

/** What a message holds for a field; a oneof holds it under the oneof's name. */
function valueIn(field: FieldSchema, message: Message): unknown {
  if (field.oneof === undefined) return message[propertyName(field.name)];
  const choice = message[propertyName(field.oneof)] as Choice | undefined;
  return choice?.$case === propertyName(field.name) ? choice.value : undefined;
}

function printField(field: FieldSchema, value: unknown, indent: string): string {
  if (value === undefined || value === null) return "";
  if (field.map) return printMap(field, value as Message, indent);
  if (Array.isArray(value)) return value.map((element) => printValue(field, element, indent)).join("");
  if (field.oneof === undefined && isDefault(value)) return "";
  return printValue(field, value, indent);
}

/** A field of its own is left out when it is empty; a chosen one of a oneof is not. */
function isDefault(value: unknown): boolean {
  if (value instanceof Uint8Array) return value.length === 0;
  return value === 0 || value === 0n || value === "" || value === false;
}

/** Entries of a map stand in the order of their keys. */
function printMap(field: FieldSchema, map: Message, indent: string): string {
  const inner = `${indent}  `;
  return Object.keys(map)
    .sort()
    .map((key) => {
      const value = printMessageField("value", field.type, map[key] as Message, inner);
      return `${indent}${field.name} {\n${inner}key: ${quoted(key)}\n${value}${indent}}\n`;
    })
    .join("");
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
  const names = enums.get(field.type);
  if (names === undefined) return String(value);
  for (const [name, number] of names) if (number === value) return name;
  return String(value);
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
