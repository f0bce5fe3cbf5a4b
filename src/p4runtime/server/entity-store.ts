import { entityKey, fitsFilter, type Schema } from "../codec/index.js";
import { P4RuntimeError } from "../errors.js";
import type { Entity, Update } from "../values.js";

const upserted = new Set<Entity["kind"]>([
  "counterEntry",
  "directCounterEntry",
  "meterEntry",
  "directMeterEntry",
  "registerEntry",
  "valueSet",
]);

/**
 * Entities by their keys, with the rules of insert, modify and delete (section 12) and nothing behind them. The
 * server keeps in one what is written between VERIFY_AND_SAVE and COMMIT; a pipeline without a data plane can be
 * made of one, too.
 */
export class EntityStore {
  readonly #schema: Schema;
  readonly #entities = new Map<string, Entity>();
  readonly #entryCounts = new Map<string, number>();
  readonly #updates: Update[] = [];

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  /** All updates that succeeded, in order. */
  get updates(): readonly Update[] {
    return this.#updates;
  }

  /** Applies one update, or throws ALREADY_EXISTS, NOT_FOUND or RESOURCE_EXHAUSTED and leaves all as it was. */
  apply(update: Update): void {
    const { type, entity } = update;
    const key = entityKey(entity);
    const old = this.#entities.get(key);
    if (type === "insert" && old !== undefined) throw new P4RuntimeError("ALREADY_EXISTS", `there is ${key}`);
    if (type !== "insert" && old === undefined && !isAlwaysThere(entity)) {
      throw new P4RuntimeError("NOT_FOUND", `there is no ${key}`);
    }
    if (type === "insert") this.#requireRoom(entity);
    if (type === "delete") this.#entities.delete(key);
    else this.#entities.set(key, merged(old, entity));
    this.#count(update);
    this.#updates.push(update);
  }

  *read(filter: Entity): Iterable<Entity> {
    for (const entity of this.#entities.values()) {
      if (fitsFilter(filter, entity)) yield entity;
    }
  }

  #requireRoom(entity: Entity): void {
    if (entity.kind !== "tableEntry") return;
    const { name, size } = this.#schema.tables.byName(entity.table);
    if (size === 0 || (this.#entryCounts.get(name) ?? 0) < size) return;
    throw new P4RuntimeError("RESOURCE_EXHAUSTED", `${name} has room for ${size} entries`);
  }

  #count({ type, entity }: Update): void {
    if (entity.kind !== "tableEntry" || type === "modify") return;
    const count = this.#entryCounts.get(entity.table) ?? 0;
    this.#entryCounts.set(entity.table, type === "insert" ? count + 1 : count - 1);
  }
}

function isAlwaysThere(entity: Entity): boolean {
  return upserted.has(entity.kind) || (entity.kind === "tableEntry" && entity.isDefault);
}

/** A modified table entry keeps the action that the update leaves out (section 9.1.2). */
function merged(old: Entity | undefined, entity: Entity): Entity {
  if (old?.kind !== "tableEntry" || entity.kind !== "tableEntry") return entity;
  if (entity.action !== undefined || entity.isDefault || old.action === undefined) return entity;
  return { ...entity, action: old.action };
}
