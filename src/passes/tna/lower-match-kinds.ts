import { type Key, rewrite, type Table } from "../../ir/index.js";
import type { Pass } from "../pass.js";

/**
 * Tofino has no `optional`, and no longest prefix beside a ternary key or a range: both are ternary there, and where
 * prefixes stand among ternary keys the entries' priorities decide on every target.
 */
export const lowerMatchKinds: Pass = {
  name: "lower-match-kinds",
  run: (program) => rewrite(program, (target) => (target.kind === "table" ? lower(target) : target)),
};

const needsPriorities: ReadonlySet<string> = new Set(["ternary", "range", "optional"]);

function lower(table: Table): Table {
  const mixed = table.keys.some(({ match }) => needsPriorities.has(match));
  return mixed ? { ...table, keys: table.keys.map(asTernary) } : table;
}

function asTernary(key: Key): Key {
  return key.match === "optional" || key.match === "lpm" ? { ...key, match: "ternary" } : key;
}
