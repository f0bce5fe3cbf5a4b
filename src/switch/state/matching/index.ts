import type { Table } from "../../model/index.js";
import { ExactMatcher } from "./exact.js";
import { MaskedMatcher } from "./masked.js";
import type { Matcher } from "./matcher.js";
import { RangeMatcher } from "./range.js";

export { type Matcher, MISS } from "./matcher.js";

/** The search structure that fits a table. */
export function matcherFor(table: Table): Matcher {
  switch (table.kind) {
    case "exact":
      return new ExactMatcher(table.keys);
    case "lpm":
      return new MaskedMatcher(table.keys, true);
    case "ternary":
      return new MaskedMatcher(table.keys, false);
    case "range":
      return new RangeMatcher(table.keys);
  }
}
