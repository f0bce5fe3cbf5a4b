import type { ActionValue, MatchValue, TableEntry } from "p4runtime-js-grpc/values";
import type { SourcePosition } from "../base/index.js";
import {
  type Control,
  type Expression,
  type KeySet,
  type MatchKind,
  noAction as noActionName,
} from "../ir/index.js";
import type { Action, AnyAction, ParameterSpecs } from "./action.js";
import { type KeyField, keySetOf, type LiteralFor, type MatchLiteral } from "./match.js";
import { pathOf } from "./paths.js";
import { withPosition } from "./position.js";
import { decodeEntry, type ReadEntry } from "./read-entry.js";
import { refuse } from "./refuse.js";
import type { Table, TableKeys } from "./table.js";
import type { ActionIn, TableAction } from "./table-actions.js";
import { constantValue, expressionOf, type ReadOf, type Value } from "./value.js";

declare const actionName: unique symbol;

/** What P4Runtime needs for an action; the type also knows which action it is. */
export interface NamedActionValue<Name extends string> extends ActionValue {
  /** In the type alone: tells the actions of one table from those of another. */
  readonly [actionName]: Name;
}

/** The arguments of an action in the control plane: literals. */
type RuntimeArguments<P extends ParameterSpecs> = { readonly [N in keyof P]: LiteralFor<ReadOf<P[N]>> };

/** Makes the P4Runtime value of an action with its arguments. */
export type ActionHandle<A extends AnyAction> =
  A extends Action<infer Name, infer P>
    ? (...args: keyof P extends never ? [] : [args: RuntimeArguments<P>]) => NamedActionValue<Name>
    : never;

export type ActionHandles<A extends Readonly<Record<string, AnyAction>>> = {
  readonly [N in keyof A]: ActionHandle<A[N]>;
};

type FieldLiteral<F extends KeyField> =
  F extends KeyField<infer M extends MatchKind, infer V extends Value>
    ? MatchLiteral<M, LiteralFor<V>>
    : never;

type Exact<K extends TableKeys> = { [F in keyof K]: K[F]["match"] extends "exact" ? F : never }[keyof K];
type Open<K extends TableKeys> = {
  [F in keyof K]: K[F]["match"] extends "exact" | "selector" ? never : F;
}[keyof K];

/** The key of an entry in the control plane: exact fields are needed, others may be left out to match anything. */
export type RuntimeKey<K extends TableKeys> = { readonly [F in Exact<K>]: FieldLiteral<K[F]> } & {
  readonly [F in Open<K>]?: FieldLiteral<K[F]>;
};

type ActionValueIn<A extends readonly TableAction[]> =
  ActionIn<A> extends infer One
    ? One extends AnyAction<infer Name>
      ? NamedActionValue<Name>
      : never
    : never;

export interface EntryOptions {
  /** Greater wins; needed, and above 0, when the key has a ternary, range or optional field. */
  readonly priority?: number;
  readonly idleTimeoutNs?: bigint;
}

/** A table as the control plane sees it. */
export interface TableHandle<K extends TableKeys, A extends readonly TableAction[]> {
  /** The name in P4Info. */
  readonly name: string;
  /** An entry, ready for P4Runtime. */
  entry(key: RuntimeKey<K>, action: ActionValueIn<A>, options?: EntryOptions): TableEntry;
  /** What names an entry: enough to read or delete it. */
  filter(key: RuntimeKey<K>, options?: EntryOptions): TableEntry;
  /** An entry that was read, in the terms of the program. */
  decode(entry: TableEntry): ReadEntry<K, A>;
  /** The entry that a miss runs. */
  defaultEntry(action: ActionValueIn<A>): TableEntry;
}

export type TableHandles<T extends Readonly<Record<string, Table<TableKeys, readonly TableAction[]>>>> = {
  readonly [N in keyof T]: T[N] extends Table<infer K, infer A> ? TableHandle<K, A> : never;
};

/** The handles of a program's tables, by the names that the program gave them. */
export function tableHandles<T extends Readonly<Record<string, Table<TableKeys, readonly TableAction[]>>>>(
  tables: T,
  controls: readonly Control[],
): TableHandles<T> {
  const handles = Object.entries(tables).map(([key, table]) => [key, tableHandle(table, controls)]);
  return Object.freeze(Object.fromEntries(handles)) as TableHandles<T>;
}

/** The handles of a program's actions, by the names that the program gave them. */
export function actionHandles<A extends Readonly<Record<string, AnyAction>>>(
  actions: A,
  controls: readonly Control[],
): ActionHandles<A> {
  const handles = Object.entries(actions).map(([key, action]) => {
    const name = action.name === noActionName ? action.name : pathOf("actions", action, controls);
    const made = (args: Readonly<Record<string, unknown>> = {}) =>
      withPosition((source) => actionValue(name, action, args, source));
    return [key, made];
  });
  return Object.freeze(Object.fromEntries(handles)) as ActionHandles<A>;
}

function actionValue(
  name: string,
  action: AnyAction,
  args: Readonly<Record<string, unknown>>,
  source: SourcePosition,
): ActionValue {
  const params = Object.entries(action.parameters).map(([parameter, spec]) => [
    parameter,
    constantValue(expressionOf(spec.ir, args[parameter], source), source),
  ]);
  return { action: name, params: Object.fromEntries(params) };
}

function tableHandle(
  table: Table<TableKeys, readonly TableAction[]>,
  controls: readonly Control[],
): TableHandle<TableKeys, readonly TableAction[]> {
  const name = pathOf("tables", table, controls);
  const inTable = (value: ActionValue) => ({ kind: "action" as const, value: besideTable(name, value) });
  const common = { kind: "tableEntry", table: name, metadata: new Uint8Array(0) } as const;
  const filter = (key: Readonly<Record<string, unknown>>, options: EntryOptions = {}): TableEntry => ({
    ...common,
    match: withPosition((source) => matchesOf(table.key, key, source)),
    priority: options.priority ?? 0,
    isDefault: false,
    idleTimeoutNs: options.idleTimeoutNs ?? 0n,
  });
  return Object.freeze({
    name,
    filter,
    entry: (key: Readonly<Record<string, unknown>>, action: ActionValue, options?: EntryOptions) => ({
      ...filter(key, options),
      action: inTable(action),
    }),
    decode: (entry: TableEntry) => decodeEntry(table, entry),
    defaultEntry: (action: ActionValue) => ({
      ...common,
      match: {},
      priority: 0,
      action: inTable(action),
      isDefault: true,
      idleTimeoutNs: 0n,
    }),
  });
}

/** An action that several controls use has a name in each; a table means the one of its own control. */
function besideTable(table: string, value: ActionValue): ActionValue {
  const local = value.action.slice(value.action.lastIndexOf(".") + 1);
  const control = table.slice(0, table.lastIndexOf("."));
  return local === noActionName ? value : { ...value, action: `${control}.${local}` };
}

function matchesOf(
  keys: TableKeys,
  given: Readonly<Record<string, unknown>>,
  source: SourcePosition,
): Readonly<Record<string, MatchValue>> {
  const unknown = Object.keys(given).find((name) => !(name in keys));
  if (unknown !== undefined)
    refuse("DSL-TABLE", source, `the key has no field "${unknown}"`, "Leave it out.");
  const matches = Object.entries(keys).flatMap(([name, field]) => {
    const set = keySetOf(field.value.ir.type, given[name], source);
    const match = matchValue(name, field, set, source);
    return match === undefined ? [] : [[name, match] as const];
  });
  return Object.fromEntries(matches);
}

/** The match of one field; undefined when the entry does not care. */
function matchValue(
  name: string,
  { match, value }: KeyField,
  set: KeySet,
  source: SourcePosition,
): MatchValue | undefined {
  if (set.kind === "any" && match !== "exact") return undefined;
  const number = (expression: Expression) => constantValue(expression, source);
  const width = BigInt("width" in value.ir.type ? value.ir.type.width : 1);
  if (match === "exact" && set.kind === "value") return { kind: match, value: number(set.value) };
  if (match === "optional" && set.kind === "value") return { kind: match, value: number(set.value) };
  if (match === "ternary" && set.kind === "value") {
    return { kind: match, value: number(set.value), mask: (1n << width) - 1n };
  }
  if (match === "ternary" && set.kind === "mask") return ternaryMatch(number(set.value), number(set.mask));
  if (match === "lpm" && set.kind === "prefix") return prefixMatch(number(set.value), set.length, width);
  if (match === "range" && set.kind === "value")
    return { kind: match, low: number(set.value), high: number(set.value) };
  if (match === "range" && set.kind === "range")
    return { kind: match, low: number(set.low), high: number(set.high) };
  return refuse(
    "DSL-TABLE",
    source,
    `the ${match} field "${name}" cannot match a ${set.kind}`,
    "See MatchLiteral.",
  );
}

/** P4Runtime wants bits outside of the mask to be zero, and no entry for a mask of zero (sections 9.1.1). */
function ternaryMatch(value: bigint, mask: bigint): MatchValue | undefined {
  return mask === 0n ? undefined : { kind: "ternary", value: value & mask, mask };
}

function prefixMatch(value: bigint, prefixLength: number, width: bigint): MatchValue | undefined {
  if (prefixLength === 0) return undefined;
  const free = width - BigInt(prefixLength);
  return { kind: "lpm", value: (value >> free) << free, prefixLength };
}
