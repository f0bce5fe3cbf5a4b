import { digest32, encodeUtf8 } from "../../src/base/index.js";
import { describeEntity } from "./describe.js";
import type { FabricPlan } from "./plan.js";

/** What tells two plans apart: 16 digits over everything that they write into switches. */
export function planDigest({ switches }: FabricPlan): string {
  const lines = switches.flatMap((each) => [each.switch, ...each.entities.map(describeEntity)]);
  const bytes = encodeUtf8(lines.join("\n"));
  return [0, 1].map((seed) => digest32(bytes, seed).toString(16).padStart(8, "0")).join("");
}
