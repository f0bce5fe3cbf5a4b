import type { SourcePosition } from "../base/index.js";
import { type Expression, type Field, node } from "../ir/index.js";
import { described } from "./annotation.js";
import { checkFieldName } from "./names.js";
import { refuse } from "./refuse.js";
import type { TypeSpec, Value, VariableOf } from "./value.js";

/** Fields with their types, in order. */
export type FieldSpecs = Readonly<Record<string, TypeSpec>>;

/** A place for each field. */
export type VariablesOf<Fields extends FieldSpecs> = { readonly [F in keyof Fields]: VariableOf<Fields[F]> };

/** The field nodes of a struct, header or union. */
export function fieldsOf(
  fields: FieldSpecs,
  source: SourcePosition,
  docs: Readonly<Record<string, string>> = {},
): readonly Field[] {
  return Object.entries(fields).map(([name, spec]) => {
    checkFieldName(name, source);
    const brief = docs[name];
    return {
      name,
      type: spec.ir,
      source,
      ...(brief === undefined ? {} : { doc: { brief } }),
      ...described(spec),
    };
  });
}

/** Gives a value its fields as properties. */
export function withFields<Base extends Value, Fields extends FieldSpecs>(
  base: Base,
  nodes: readonly Field[],
  fields: Fields,
): Base & VariablesOf<Fields> {
  for (const { name, type, source } of nodes) {
    if (name in base) {
      refuse(
        "DSL-NAME",
        source,
        `a field cannot be called "${name}"`,
        "The DSL needs this name: choose another.",
      );
    }
    const access: Expression = node("field", { object: base.ir, field: name, type, source });
    Object.defineProperty(base, name, { value: fields[name]?.variable(access), enumerable: true });
  }
  return base as Base & VariablesOf<Fields>;
}
