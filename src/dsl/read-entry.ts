import type { MatchValue, TableEntry } from "p4runtime-js-grpc/values";
import type { MatchKind } from "../ir/index.js";
import type { Action, AnyAction, ParameterSpecs } from "./action.js";
import type { KeyField, Masked, Prefix, Range, ReadFor } from "./match.js";
import type { Table, TableKeys } from "./table.js";
import type { ActionIn, TableAction } from "./table-actions.js";
import type { ReadOf, Value } from "./value.js";

/** What a field of a key says when it is read. */
type ReadMatch<Match extends MatchKind, Read> = {
  readonly exact: Read;
  readonly lpm: Prefix<Read>;
  readonly ternary: Masked<Read>;
  readonly range: Range<Read>;
  readonly optional: Read;
  readonly selector: never;
}[Match];

type ReadField<F extends KeyField> =
  F extends KeyField<infer M extends MatchKind, infer V extends Value> ? ReadMatch<M, ReadFor<V>> : never;

/** The key of an entry that was read; a field that matches anything is missing. */
export type ReadKey<K extends TableKeys> = {
  readonly [F in keyof K as K[F]["match"] extends "exact" ? F : never]: ReadField<K[F]>;
} & {
  readonly [F in keyof K as K[F]["match"] extends "exact" | "selector" ? never : F]?: ReadField<K[F]>;
};

type ReadArguments<P extends ParameterSpecs> = { readonly [N in keyof P]: ReadFor<ReadOf<P[N]>> };

/** The action of an entry that was read: which of the table's it is, and its arguments. */
export type ReadAction<A extends readonly TableAction[]> =
  ActionIn<A> extends infer One
    ? One extends Action<infer Name, infer P>
      ? { readonly name: Name; readonly args: ReadArguments<P> }
      : never
    : never;

/** An entry that was read, in the terms of the program. */
export interface ReadEntry<K extends TableKeys, A extends readonly TableAction[]> {
  /** Empty for the default entry. */
  readonly key: ReadKey<K>;
  /** Absent when members of an action profile do the work. */
  readonly action: ReadAction<A> | undefined;
  readonly priority: number;
  readonly isDefault: boolean;
  /** As it came, with counters and whatever else was asked for. */
  readonly entry: TableEntry;
}

/** Puts an entry that was read into the terms of its table. */
export function decodeEntry<K extends TableKeys, A extends readonly TableAction[]>(
  table: Table<K, A>,
  entry: TableEntry,
): ReadEntry<K, A> {
  const key = Object.entries(entry.match).map(([name, match]) => [
    name,
    readMatch(match, isBool(table.key[name]?.value)),
  ]);
  return {
    key: Object.fromEntries(key) as ReadKey<K>,
    action: readAction(table.actions, entry) as ReadAction<A> | undefined,
    priority: entry.priority,
    isDefault: entry.isDefault,
    entry,
  };
}

function isBool(value: Value | undefined): boolean {
  return value?.ir.type.kind === "boolType";
}

function readMatch(match: MatchValue, bool: boolean): unknown {
  const read = (value: bigint): bigint | boolean => (bool ? value !== 0n : value);
  switch (match.kind) {
    case "exact":
    case "optional":
      return read(match.value);
    case "lpm":
      return { value: match.value, prefixLength: match.prefixLength };
    case "ternary":
      return { value: read(match.value), mask: match.mask };
    case "range":
      return { low: match.low, high: match.high };
  }
}

function readAction(
  actions: readonly TableAction[],
  { action }: TableEntry,
): { readonly name: string; readonly args: Readonly<Record<string, unknown>> } | undefined {
  if (action?.kind !== "action") return undefined;
  const name = action.value.action.slice(action.value.action.lastIndexOf(".") + 1);
  const own = actions.map((each): AnyAction => ("scoped" in each ? each.scoped : each));
  const { parameters = {} } = own.find((each) => each.name === name) ?? {};
  const args = Object.entries(action.value.params).map(([parameter, value]) => [
    parameter,
    parameters[parameter]?.ir.kind === "boolType" ? value !== 0n : value,
  ]);
  return { name, args: Object.fromEntries(args) };
}
