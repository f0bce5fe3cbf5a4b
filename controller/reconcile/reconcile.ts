import type { Entity, Update } from "p4runtime-js-grpc/values";
import type { SwitchConnection } from "../connect/connection.js";
import { diffEntities, readFilters } from "./diff.js";
import { type Managed, torManaged } from "./managed.js";

/** How a switch is reconciled. */
export interface ReconcileOptions {
  /** What it holds, when that is known; absent: it is asked. */
  readonly held?: readonly Entity[] | undefined;
  /** What of it belongs to the controller; the ToR program's by default. */
  readonly managed?: Managed;
}

/**
 * Makes a switch hold what a plan says, and says how many updates that took. Done twice, the second time does nothing.
 *
 * A switch may do the updates of one batch in any order (P4Runtime 1.4, section 12.2). So what lets packets in is a
 * batch of its own after all that those packets need, and deletions are the last.
 */
export async function reconcile(
  connection: SwitchConnection,
  entities: readonly Entity[],
  { held, managed = torManaged }: ReconcileOptions = {},
): Promise<number> {
  const current = held ?? (await connection.read(readFilters(managed)));
  const updates = diffEntities(entities, current, managed);
  for (const batch of batchesOf(updates, managed)) await connection.write(batch);
  return updates.length;
}

function batchesOf(updates: readonly Update[], managed: Managed): Update[][] {
  const phases: Update[][] = [[], [], []];
  for (const update of updates) phases[phaseOf(update, managed)]?.push(update);
  return phases.filter((batch) => batch.length > 0);
}

function phaseOf({ type, entity }: Update, managed: Managed): number {
  if (type === "delete") return 2;
  return managed.opens(entity) ? 1 : 0;
}
