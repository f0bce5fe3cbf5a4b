import { entityKey, fitsFilter } from "../codec/index.js";
import type { Pipeline } from "../pipeline.js";
import { type CounterData, type Entity, type MeterConfig, tableEntry, type Update } from "../values.js";

const anyCounter: CounterData = { bytes: 0n, packets: 0n };
const anyMeter: MeterConfig = { committedRate: 0n, committedBurst: 0n, peakRate: 0n, peakBurst: 0n };

/**
 * The updates that undo an update, made from what a switch holds before it is applied. Of an update that is about
 * to fail they mean nothing.
 */
export function inverseOf(pipeline: Pick<Pipeline, "read">, { type, entity }: Update): Update[] {
  if (type === "insert") return [{ type: "delete", entity }];
  const undo = type === "delete" ? "insert" : "modify";
  return current(pipeline, entity).map((before) => ({ type: undo, entity: before }));
}

/** A filter for table entries that asks for all there is to know of each. */
export function wholeEntries(fields: Parameters<typeof tableEntry>[0]): Entity {
  return tableEntry({ ...fields, counter: anyCounter, meter: anyMeter });
}

/** What an update is about to change: one entity, or every cell of an array. */
function current(pipeline: Pick<Pipeline, "read">, entity: Entity): Entity[] {
  const key = entityKey(entity);
  return [...pipeline.read(filterFor(entity))].filter((found) =>
    arrays.has(entity.kind) ? fitsFilter(entity, found) : entityKey(found) === key,
  );
}

const arrays = new Set<Entity["kind"]>(["counterEntry", "meterEntry", "registerEntry"]);

function filterFor(entity: Entity): Entity {
  if (entity.kind !== "tableEntry") return entity;
  const { table, match, priority, isDefault } = entity;
  return wholeEntries({ table, match, priority, isDefault });
}
