import type { Entry, KeySet, MatchKind, Table } from "../../ir/index.js";
import { constantValue } from "../constants.js";
import { widthOf } from "./expressions.js";
import { hex, ones } from "./hex.js";
import { refuse } from "./places.js";
import type * as tree from "./tree.js";

/** A const entry; `priority` 1 is tried first. */
export function lowerEntry(entry: Entry, table: Table, priority: number, actionId: number): tree.Entry {
  const match_key = entry.keys.map((key, position): tree.EntryKey => {
    const declared = table.keys[position];
    if (declared === undefined) return refuse(`an entry has more keys than ${table.name}`, entry.source);
    return lowerKey(key, declared.match, widthOf(declared.expression.type), entry);
  });
  const action_data = entry.call.args.map((arg) => hex(constantValue(arg), widthOf(arg.type)));
  return { match_key, action_entry: { action_id: actionId, action_data }, priority };
}

function lowerKey(key: KeySet, match: MatchKind, width: number, { source }: Entry): tree.EntryKey {
  switch (match) {
    case "exact":
      if (key.kind === "value") return { match_type: "exact", key: hex(constantValue(key.value), width) };
      break;
    case "lpm":
      return lowerPrefix(key, width, source);
    case "ternary":
    case "optional":
      return lowerTernary(key, width, source);
    case "range":
      return lowerRange(key, width, source);
    case "selector":
      break;
  }
  return refuse(`a ${match} key cannot be compared with a ${key.kind}`, source);
}

function lowerPrefix(key: KeySet, width: number, source: Entry["source"]): tree.EntryKey {
  const [value, length] = prefixOf(key, width, source);
  const mask = ones(width) ^ ones(width - length);
  return { match_type: "lpm", key: hex(value & mask, width), prefix_length: length };
}

function prefixOf(key: KeySet, width: number, source: Entry["source"]): [value: bigint, length: number] {
  if (key.kind === "any") return [0n, 0];
  if (key.kind === "value") return [constantValue(key.value), width];
  if (key.kind === "prefix") return [constantValue(key.value), key.length];
  if (key.kind !== "mask") return refuse(`an lpm key cannot be compared with a ${key.kind}`, source);
  const rest = ones(width) ^ constantValue(key.mask);
  const length = width - rest.toString(2).replace(/^0$/, "").length;
  if (rest !== ones(width - length)) refuse("the mask of an lpm key must be a prefix", source);
  return [constantValue(key.value), length];
}

function lowerTernary(key: KeySet, width: number, source: Entry["source"]): tree.EntryKey {
  switch (key.kind) {
    case "any":
      return { match_type: "ternary", key: hex(0n, width), mask: hex(0n, width) };
    case "value":
      return {
        match_type: "ternary",
        key: hex(constantValue(key.value), width),
        mask: hex(ones(width), width),
      };
    case "mask":
    case "prefix": {
      const mask = key.kind === "mask" ? constantValue(key.mask) : ones(width) ^ ones(width - key.length);
      return {
        match_type: "ternary",
        key: hex(constantValue(key.value) & mask, width),
        mask: hex(mask, width),
      };
    }
    default:
      return refuse(`a ternary key cannot be compared with a ${key.kind}`, source);
  }
}

function lowerRange(key: KeySet, width: number, source: Entry["source"]): tree.EntryKey {
  const between = (low: bigint, high: bigint): tree.EntryKey => ({
    match_type: "range",
    start: hex(low, width),
    end: hex(high, width),
  });
  if (key.kind === "any") return between(0n, ones(width));
  if (key.kind === "value") return between(constantValue(key.value), constantValue(key.value));
  if (key.kind === "range") return between(constantValue(key.low), constantValue(key.high));
  return refuse(`a range key cannot be compared with a ${key.kind}`, source);
}
