import { entityKey, fitsFilter, type Schema } from "../codec/index.js";
import { P4RuntimeError } from "../errors.js";
import type { Entity, Update } from "../values.js";
import { CellStore } from "./cell-store.js";
import { TableStore } from "./table-store.js";

/**
 * What a switch holds, with the rules of insert, modify and delete (section 12), and no data plane behind it. The
 * server keeps in one what is written between VERIFY_AND_SAVE and COMMIT; a pipeline for tests can be made of one.
 */
export class EntityStore {
  readonly #tables: TableStore;
  readonly #cells: CellStore;
  readonly #others = new Map<string, Entity>();
  readonly #updates: Update[] = [];

  constructor(schema: Schema) {
    this.#tables = new TableStore(schema);
    this.#cells = new CellStore(schema);
  }

  /** All updates that succeeded, in order. */
  get updates(): readonly Update[] {
    return this.#updates;
  }

  /** Applies one update, or throws ALREADY_EXISTS, NOT_FOUND or RESOURCE_EXHAUSTED and leaves all as it was. */
  apply(update: Update): void {
    const { type, entity } = update;
    switch (entity.kind) {
      case "tableEntry":
        this.#tables.apply(type, entity);
        break;
      case "directCounterEntry":
      case "directMeterEntry":
        this.#tables.applyDirect(entity);
        break;
      case "counterEntry":
      case "meterEntry":
      case "registerEntry":
        this.#cells.write(entity);
        break;
      default:
        this.#applyOther(update);
    }
    this.#updates.push(update);
  }

  /** See `Pipeline.read`. */
  read(filter: Entity): Iterable<Entity> {
    switch (filter.kind) {
      case "tableEntry":
        return this.#tables.read(filter);
      case "directCounterEntry":
      case "directMeterEntry":
        return this.#tables.readDirect(filter);
      case "counterEntry":
      case "meterEntry":
      case "registerEntry":
        return this.#cells.read(filter);
      default:
        return [...this.#others.values()].filter((entity) => fitsFilter(filter, entity));
    }
  }

  #applyOther({ type, entity }: Update): void {
    const key = entityKey(entity);
    const exists = this.#others.has(key);
    if (type === "insert" && exists) throw new P4RuntimeError("ALREADY_EXISTS", `there is ${key}`);
    if (type !== "insert" && !exists && entity.kind !== "valueSet") {
      throw new P4RuntimeError("NOT_FOUND", `there is no ${key}`);
    }
    if (type === "delete") this.#others.delete(key);
    else this.#others.set(key, entity);
  }
}
