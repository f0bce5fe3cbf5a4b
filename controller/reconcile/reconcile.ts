import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import type { Update } from "p4runtime-js-grpc/values";
import type { SwitchConnection } from "../connect/connection.js";
import { isPortRole } from "../plan/entries.js";
import type { SwitchPlan } from "../plan/plan.js";
import { diffEntities, readFilters } from "./diff.js";

/** What it took to make a switch right. */
export interface Reconciliation {
  /** Whether the pipeline had to be loaded; everything in the switch is then new. */
  readonly loaded: boolean;
  readonly updates: number;
}

/**
 * Makes a switch run the program and hold what the plan says. Done twice, the second time does nothing.
 *
 * A switch may do the updates of one batch in any order (P4Runtime 1.4, section 12.2). So the roles of the ports,
 * which let packets in, are a batch of their own after all that those packets need, and deletions are the last.
 */
export async function reconcile(
  connection: SwitchConnection,
  pipeline: PipelineConfig,
  plan: SwitchPlan,
): Promise<Reconciliation> {
  const loaded = await connection.load(pipeline);
  const updates = diffEntities(plan.entities, await connection.read(readFilters()));
  for (const batch of batchesOf(updates)) await connection.write(batch);
  return { loaded, updates: updates.length };
}

function batchesOf(updates: readonly Update[]): Update[][] {
  const phases: Update[][] = [[], [], []];
  for (const update of updates) phases[phaseOf(update)]?.push(update);
  return phases.filter((batch) => batch.length > 0);
}

function phaseOf({ type, entity }: Update): number {
  if (type === "delete") return 2;
  return isPortRole(entity) ? 1 : 0;
}
