import { entriesOf, enumName, type Message, presentFields } from "./fields.js";
import { type FieldSchema, messages, propertyName } from "./schema.js";

/** Any value of a JSON text. */
export type Json = string | number | boolean | readonly Json[] | { readonly [name: string]: Json };

/**
 * A message of `p4.config.v1` in protobuf's JSON mapping: names in camel case, enums by name, 64-bit numbers as
 * strings, bytes in base 64, nothing for what has its default value.
 *
 * @example messageToJson("PkgInfo", PkgInfo.create({ arch: "v1model" })) // { arch: "v1model" }
 */
export function messageToJson(type: string, message: object): Json {
  const members = presentFields(type, message as Message).map(({ field, value }): [string, Json] => {
    return [propertyName(field.name), fieldToJson(field, value)];
  });
  return Object.fromEntries(members);
}

function fieldToJson(field: FieldSchema, value: unknown): Json {
  if (field.map) {
    return Object.fromEntries(
      entriesOf(value).map(([key, entry]) => [key, messageToJson(field.type, entry)]),
    );
  }
  if (Array.isArray(value)) return value.map((element) => valueToJson(field.type, element));
  return valueToJson(field.type, value);
}

function valueToJson(type: string, value: unknown): Json {
  if (value instanceof Uint8Array) return base64(value);
  if (messages.has(type)) return messageToJson(type, value as Message);
  if (typeof value === "bigint") return value.toString();
  return enumName(type, value) ?? (value as string | number | boolean);
}

function base64(bytes: Uint8Array): string {
  return btoa([...bytes].map((byte) => String.fromCharCode(byte)).join(""));
}
