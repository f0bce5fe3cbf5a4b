import { type MatchKind, type Type, typeWidth } from "../ir/index.js";
import type { AnyAction } from "./action.js";
import type { Table, TableKeys } from "./table.js";
import type { TableAction } from "./table-actions.js";

/** A value of the control plane, for who describes it in another language: a JSON schema, a form. */
export interface ValueShape {
  readonly bits: number;
  readonly isBool: boolean;
}

/** What the entries of a table look like. */
export interface TableShape {
  readonly key: Readonly<Record<string, ValueShape & { readonly match: MatchKind }>>;
  /** The parameters of each action, by the names of P4. */
  readonly actions: Readonly<Record<string, Readonly<Record<string, ValueShape>>>>;
}

/** The shape of a table's entries. */
export function shapeOf(table: Table<TableKeys, readonly TableAction[]>): TableShape {
  const key = Object.entries(table.key).map(([name, { match, value }]) => [
    name,
    { match, ...valueShape(value.ir.type) },
  ]);
  const actions = table.actions.map((each): [string, unknown] => {
    const action: AnyAction = "scoped" in each ? each.scoped : each;
    const parameters = Object.entries(action.parameters);
    return [action.name, Object.fromEntries(parameters.map(([name, { ir }]) => [name, valueShape(ir)]))];
  });
  return Object.freeze({ key: Object.fromEntries(key), actions: Object.fromEntries(actions) }) as TableShape;
}

function valueShape(type: Type): ValueShape {
  return { bits: typeWidth(type) ?? 0, isBool: type.kind === "boolType" };
}
