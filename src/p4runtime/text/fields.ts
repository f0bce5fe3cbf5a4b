import { enums, type FieldSchema, fieldsOf, propertyName } from "./schema.js";

/** A message as ts-proto makes it: properties by camel-case name. */
export type Message = Readonly<Record<string, unknown>>;

/** A oneof as ts-proto makes it. */
interface Choice {
  readonly $case: string;
  readonly value: unknown;
}

/** A field with what a message holds for it: an array when it is repeated, an object when it is a map. */
export interface PresentField {
  readonly field: FieldSchema;
  readonly value: unknown;
}

/** The fields of a message that are not what they are by default, in the order of their numbers. */
export function presentFields(type: string, message: Message): readonly PresentField[] {
  return fieldsOf(type).flatMap((field) => {
    const value = valueIn(field, message);
    return value === undefined || isDefault(field, value) ? [] : [{ field, value }];
  });
}

/** A oneof holds its value under its own name. */
function valueIn(field: FieldSchema, message: Message): unknown {
  if (field.oneof === undefined) return message[propertyName(field.name)];
  const choice = message[propertyName(field.oneof)] as Choice | undefined;
  return choice?.$case === propertyName(field.name) ? choice.value : undefined;
}

/** A chosen field of a oneof is there even when it is empty. */
function isDefault(field: FieldSchema, value: unknown): boolean {
  if (field.oneof !== undefined) return false;
  if (field.map) return entriesOf(value).length === 0;
  if (value instanceof Uint8Array || Array.isArray(value)) return value.length === 0;
  return value === 0 || value === 0n || value === "" || value === false;
}

/** The entries of a map in the order of their keys. */
export function entriesOf(map: unknown): readonly (readonly [key: string, value: Message])[] {
  const entries = Object.entries(map as Readonly<Record<string, Message>>);
  return entries.sort(([left], [right]) => (left < right ? -1 : 1));
}

/** The name of an enum's value; undefined for what is no enum, or no value of it. */
export function enumName(type: string, value: unknown): string | undefined {
  for (const [name, number] of enums.get(type) ?? []) if (number === value) return name;
  return undefined;
}
