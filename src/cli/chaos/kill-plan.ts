import { assert, type Random, randomBelow } from "../../base/index.js";
import type { Part, PartKind, ProcessFabric } from "../fabric/process-fabric.js";

const kinds: readonly PartKind[] = ["switch", "log-server", "controller"];

/** The next victim: each kind of process as likely, and each of a kind. */
export function chooseVictim(random: Random, { parts }: Pick<ProcessFabric, "parts">): Part {
  const kind = kinds[randomBelow(random, kinds.length)];
  const candidates = parts
    .filter((part) => part.kind === kind)
    .toSorted((left, right) => (left.process.name < right.process.name ? -1 : 1));
  const victim = candidates[randomBelow(random, Math.max(1, candidates.length))];
  assert(victim !== undefined, `the fabric has a ${kind}`);
  return victim;
}
