import { entityKey, fitsFilter, type Schema } from "../codec/index.js";
import { P4RuntimeError } from "../errors.js";
import type { CounterData, DirectCounterEntry, DirectMeterEntry, TableEntry, UpdateType } from "../values.js";

const noPackets: CounterData = { bytes: 0n, packets: 0n };

/** Table entries with their direct counters and meters. */
export class TableStore {
  readonly #schema: Schema;
  readonly #entries = new Map<string, TableEntry>();
  readonly #counts = new Map<string, number>();

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  apply(type: UpdateType, entry: TableEntry): void {
    const key = entityKey(entry);
    const old = this.#entries.get(key);
    if (type === "insert") this.#insert(key, old, entry);
    else if (type === "modify") this.#modify(key, old, entry);
    else this.#delete(key, old);
  }

  /** Direct counters and meters are there as long as their entry is; they can be modified only. */
  applyDirect(direct: DirectCounterEntry | DirectMeterEntry): void {
    const key = entityKey(direct.tableEntry);
    const entry = required(key, this.#entries.get(key));
    if (direct.kind === "directCounterEntry") {
      this.#entries.set(key, { ...entry, counter: direct.data ?? entry.counter ?? noPackets });
      return;
    }
    const { meter: _, ...withoutMeter } = entry;
    this.#entries.set(key, { ...withoutMeter, ...(direct.config && { meter: direct.config }) });
  }

  /** Counters and meters are in the answer if they are in the filter. */
  *read(filter: TableEntry): Iterable<TableEntry> {
    for (const entry of this.#entries.values()) {
      if (fitsFilter(filter, entry)) yield asked(filter, entry);
    }
  }

  *readDirect(
    filter: DirectCounterEntry | DirectMeterEntry,
  ): Iterable<DirectCounterEntry | DirectMeterEntry> {
    for (const entry of this.#entries.values()) {
      const { hasDirectCounter, directMeter } = this.#schema.tables.byName(entry.table);
      if (!fitsFilter(filter.tableEntry, entry)) continue;
      const tableEntry = keyOf(entry);
      const { counter, meter } = entry;
      if (filter.kind === "directCounterEntry" && hasDirectCounter) {
        yield { kind: filter.kind, tableEntry, ...(counter && { data: counter }) };
      } else if (filter.kind === "directMeterEntry" && directMeter !== undefined) {
        yield { kind: filter.kind, tableEntry, ...(meter && { config: meter }) };
      }
    }
  }

  #insert(key: string, old: TableEntry | undefined, entry: TableEntry): void {
    if (old !== undefined) throw new P4RuntimeError("ALREADY_EXISTS", `there is ${key}`);
    const { name, size } = this.#schema.tables.byName(entry.table);
    const count = this.#counts.get(name) ?? 0;
    if (size > 0 && count >= size) {
      throw new P4RuntimeError("RESOURCE_EXHAUSTED", `${name} has room for ${size} entries`);
    }
    this.#counts.set(name, count + 1);
    this.#entries.set(key, this.#withCounter(entry));
  }

  /** What an update leaves out stays: the action (section 9.1.2) and the counter, but not the meter (9.1.7). */
  #modify(key: string, old: TableEntry | undefined, entry: TableEntry): void {
    const before = entry.isDefault ? old : required(key, old);
    const kept = {
      ...(before?.counter && { counter: before.counter }),
      ...(before?.action && !entry.isDefault && { action: before.action }),
    };
    this.#entries.set(key, this.#withCounter({ ...kept, ...entry }));
  }

  #delete(key: string, old: TableEntry | undefined): void {
    const { table } = required(key, old);
    this.#entries.delete(key);
    this.#counts.set(table, (this.#counts.get(table) ?? 0) - 1);
  }

  #withCounter(entry: TableEntry): TableEntry {
    if (!this.#schema.tables.byName(entry.table).hasDirectCounter) return entry;
    return { ...entry, counter: entry.counter ?? noPackets };
  }
}

function required(key: string, entry: TableEntry | undefined): TableEntry {
  if (entry !== undefined) return entry;
  throw new P4RuntimeError("NOT_FOUND", `there is no ${key}`);
}

function asked(filter: TableEntry, entry: TableEntry): TableEntry {
  const { counter, meter, ...rest } = entry;
  return {
    ...rest,
    ...(filter.counter && counter && { counter }),
    ...(filter.meter && meter && { meter }),
  };
}

function keyOf(entry: TableEntry): TableEntry {
  const { kind, table, match, priority, isDefault } = entry;
  return { kind, table, match, priority, isDefault, idleTimeoutNs: 0n, metadata: new Uint8Array(0) };
}
