import { assert } from "../../base/index.js";

/** The value below or at which `percent` of the values are: the nearest rank. */
export function percentileOf(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const value = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  assert(value !== undefined, "a percentile of at least one value");
  return value;
}
