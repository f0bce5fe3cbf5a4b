import { type TObject, type TSchema, Type } from "typebox";
import { Value } from "typebox/value";
import type { Finding } from "./findings.js";
import { type FabricDocument, fabricSchema } from "./schema.js";
import type { YamlPath } from "./source.js";

/** Everything in which a value is not the shape of a fabric file. */
export function schemaFindings(value: unknown): Finding[] {
  return shapeFindings(fabricSchema, value);
}

/**
 * Everything in which a value is not the shape of a file: unknown keys, missing keys, wrong values.
 *
 * Maps and lists are walked here, so that no number of faults hides another; TypeBox judges the leaves.
 */
export function shapeFindings(schema: TSchema, value: unknown): Finding[] {
  return check(schema, value, []);
}

/** True when `schemaFindings` finds nothing. */
export function isFabricDocument(value: unknown): value is FabricDocument {
  return Value.Check(fabricSchema, value);
}

function check(schema: TSchema, value: unknown, path: YamlPath): Finding[] {
  if (Type.IsObject(schema)) return checkMap(schema, value, path);
  if (Type.IsArray(schema) && Array.isArray(value)) {
    const items = value.flatMap((item: unknown, index) => check(schema.items, item, [...path, index]));
    const tooShort = "minItems" in schema && value.length < Number(schema.minItems);
    return tooShort ? [wrongValue(schema, value, path), ...items] : items;
  }
  return Value.Check(schema, value) ? [] : [wrongValue(schema, value, path)];
}

function checkMap(schema: TObject, value: unknown, path: YamlPath): Finding[] {
  if (!isMap(value)) {
    const keys = Object.keys(schema.properties).join(", ");
    return [
      {
        code: "FABRIC-VALUE",
        path,
        message: `must be a map, is ${show(value)}`,
        help: `Write a map with the keys ${keys}.`,
      },
    ];
  }
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(schema.properties, key));
  // A map whose keys are all optional has no list of those that are not.
  const required: readonly string[] = "required" in schema ? schema.required : [];
  const missing = required.filter((key) => !Object.hasOwn(value, key));
  const present = Object.entries(schema.properties).filter(([key]) => Object.hasOwn(value, key));
  return [
    ...unknown.map((key) => unknownKey(schema, key, path)),
    ...missing.map((key) => missingKey(schema, key, path)),
    ...present.flatMap(([key, property]) => check(property, value[key], [...path, key])),
  ];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unknownKey(schema: TObject, key: string, path: YamlPath): Finding {
  return {
    code: "FABRIC-UNKNOWN-KEY",
    path: [...path, key],
    message: "nothing has this key here",
    help: `Known keys are ${Object.keys(schema.properties).join(", ")}.`,
    atKey: true,
  };
}

function missingKey(schema: TObject, key: string, path: YamlPath): Finding {
  return {
    code: "FABRIC-MISSING-KEY",
    path,
    message: `the key "${key}" is missing`,
    help: `Add "${key}": ${describe(schema.properties[key])}.`,
  };
}

function wrongValue(schema: TSchema, value: unknown, path: YamlPath): Finding {
  return {
    code: "FABRIC-VALUE",
    path,
    message: `must be ${describe(schema)}, is ${show(value)}`,
    help: "Write a value of that kind.",
  };
}

function describe(schema: TSchema | undefined): string {
  if (schema === undefined) return "a value";
  if ("description" in schema && typeof schema.description === "string") return schema.description;
  return Type.IsObject(schema)
    ? `a map with the keys ${Object.keys(schema.properties).join(", ")}`
    : "a value";
}

/** A value as it may be quoted in a message: short, on one line. */
function show(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "object") return "a map";
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
