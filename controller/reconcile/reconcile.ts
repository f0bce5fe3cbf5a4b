import type { Entity, Update } from "p4runtime-js-grpc/values";
import type { SwitchConnection } from "../connect/connection.js";
import { isPortRole } from "../plan/entries.js";
import { diffEntities, readFilters } from "./diff.js";

/**
 * Makes a switch hold what a plan says, and says how many updates that took. Done twice, the second time does nothing.
 * `held` is what it holds, when that is known; absent: it is asked.
 *
 * A switch may do the updates of one batch in any order (P4Runtime 1.4, section 12.2). So the roles of the ports,
 * which let packets in, are a batch of their own after all that those packets need, and deletions are the last.
 */
export async function reconcile(
  connection: SwitchConnection,
  entities: readonly Entity[],
  held?: readonly Entity[],
): Promise<number> {
  const updates = diffEntities(entities, held ?? (await connection.read(readFilters())));
  for (const batch of batchesOf(updates)) await connection.write(batch);
  return updates.length;
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
