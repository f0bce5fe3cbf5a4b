import type { ArraySchema, MeterKind } from "../codec/index.js";
import { P4RuntimeError } from "../errors.js";
import type { MeterConfig } from "../values.js";
import { demand } from "./refuse.js";

/** Counters, meters and registers are always there (sections 9.3, 9.4 and 9.7). */
export function checkIndex(array: ArraySchema, index: number | undefined): void {
  if (index === undefined || array.size <= 0 || index < array.size) return;
  throw new P4RuntimeError("OUT_OF_RANGE", `${array.name} has ${array.size} cells, none at ${index}`);
}

/** One rate is two equal ones (section 9.4). */
export function checkMeterConfig(kind: MeterKind, config: MeterConfig): void {
  if (kind === "twoRateThreeColor") return;
  const equal = config.committedRate === config.peakRate && config.committedBurst === config.peakBurst;
  demand(equal, () => "a meter of a single rate, configured with two");
}
