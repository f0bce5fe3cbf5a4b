import type { MatchValue } from "p4runtime-js-grpc/values";
import type { KeyMatch, Table, TableKey } from "../model/index.js";
import { refuseControl } from "./refusal.js";

type WrittenKey = Readonly<Record<string, MatchValue>>;

function full(width: number): bigint {
  return (1n << BigInt(width)) - 1n;
}

/** What a field that is left out matches: anything, and so nothing for an exact one. */
function anything(key: TableKey): KeyMatch {
  switch (key.kind) {
    case "exact":
      return refuseControl("INVALID_ARGUMENT", `the key lacks ${key.name}, which must be given`);
    case "lpm":
      return { kind: "lpm", value: 0n, prefixLength: 0 };
    case "ternary":
      return { kind: "ternary", value: 0n, mask: 0n };
    case "range":
      return { kind: "range", low: 0n, high: full(key.width) };
  }
}

/** A field as the search wants it; an optional match is a ternary one over all bits. */
function matchOf(key: TableKey, written: MatchValue | undefined): KeyMatch {
  if (written === undefined) return anything(key);
  if (key.kind === "ternary") {
    if (written.kind === "optional" || written.kind === "exact") {
      return { kind: "ternary", value: written.value, mask: full(key.width) };
    }
    if (written.kind === "lpm") {
      const mask = full(key.width) ^ full(key.width - written.prefixLength);
      return { kind: "ternary", value: written.value & mask, mask };
    }
  }
  if (written.kind !== key.kind) {
    return refuseControl("INVALID_ARGUMENT", `${key.name} is matched as ${key.kind}, not as ${written.kind}`);
  }
  return written.kind === "ternary" ? { ...written, value: written.value & written.mask } : written;
}

/** The matches of all key fields of a table, in its order. */
export function matchesOf(table: Table, written: WrittenKey): readonly KeyMatch[] {
  for (const name of Object.keys(written)) {
    if (!table.keys.some((key) => key.name === name)) {
      refuseControl("INVALID_ARGUMENT", `${table.name} has no key field ${name}`);
    }
  }
  return table.keys.map((key) => matchOf(key, written[key.name]));
}

/** A key as P4Runtime writes it: fields that match anything are left out. */
export function writtenKey(
  table: Table,
  matches: readonly KeyMatch[],
  isOptional: (key: TableKey) => boolean,
): WrittenKey {
  const written: Record<string, MatchValue> = {};
  for (const [index, key] of table.keys.entries()) {
    const match = matches[index];
    if (match === undefined || matchesAnything(match, key)) continue;
    written[key.name] =
      match.kind === "ternary" && isOptional(key) ? { kind: "optional", value: match.value } : match;
  }
  return written;
}

function matchesAnything(match: KeyMatch, key: TableKey): boolean {
  switch (match.kind) {
    case "exact":
      return false;
    case "lpm":
      return match.prefixLength === 0;
    case "ternary":
      return match.mask === 0n;
    case "range":
      return match.low === 0n && match.high === full(key.width);
  }
}
