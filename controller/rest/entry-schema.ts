import { type TSchema, Type } from "typebox";
import type { TableShape, ValueShape } from "../../src/dsl/index.js";
import { decimal } from "./schemas.js";

/** Whole numbers of so many bits are exact in JSON; wider ones are written as decimal strings. */
const exactBits = 53;

function valueSchema({ bits, isBool }: ValueShape): TSchema {
  if (isBool) return Type.Boolean();
  if (bits > exactBits) return decimal;
  return Type.Integer({ minimum: 0, maximum: 2 ** bits - 1 });
}

function matchSchema(shape: TableShape["key"][string]): TSchema {
  const value = valueSchema(shape);
  switch (shape.match) {
    case "exact":
      return value;
    case "lpm":
      return Type.Optional(Type.Object({ value, prefixLength: Type.Integer({ maximum: shape.bits }) }));
    case "ternary":
      return Type.Optional(Type.Object({ value, mask: valueSchema({ ...shape, isBool: false }) }));
    case "range":
      return Type.Optional(Type.Object({ low: value, high: value }));
    case "optional":
    case "selector":
      return Type.Optional(value);
  }
}

function schemasOf<T>(shapes: Readonly<Record<string, T>>, schema: (shape: T) => TSchema): TSchema {
  return Type.Object(
    Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, schema(shape)])),
  );
}

/** The schema of one entry of a table, made of the program's own description of it. */
export function entrySchema({ key, actions }: TableShape): TSchema {
  const calls = Object.entries(actions).map(([name, parameters]) =>
    Type.Object({ name: Type.Literal(name), args: schemasOf(parameters, valueSchema) }),
  );
  return Type.Object({
    key: Type.Optional(schemasOf(key, matchSchema)),
    action: Type.Optional(Type.Union(calls)),
    priority: Type.Integer({ minimum: 0 }),
  });
}

/** The values of a key or of arguments as JSON carries them. */
export function asJson(
  values: object,
  shapes: Readonly<Record<string, ValueShape>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, valueJson(value, shapes[name]?.bits ?? 0)]),
  );
}

/** A number, or the parts of a match. */
function valueJson(value: unknown, bits: number): unknown {
  if (typeof value === "bigint") return bits > exactBits ? value.toString() : Number(value);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, valueJson(inner, bits)]));
}
