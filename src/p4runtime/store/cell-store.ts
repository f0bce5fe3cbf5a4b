import type { ArraySchema, Schema } from "../codec/index.js";
import { P4RuntimeError } from "../errors.js";
import type { CounterEntry, MeterEntry, RegisterEntry } from "../values.js";

/** A cell of an array, or with neither name nor index a filter for cells. */
export type Cell = CounterEntry | MeterEntry | RegisterEntry;

/** Counters, meters and registers: all cells are always there, but only those that were written take memory. */
export class CellStore {
  readonly #schema: Schema;
  readonly #arrays = new Map<string, Map<number, Cell>>();

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  /** Writes one cell, or without an index all cells of an array. */
  write(cell: Cell): void {
    const [array] = this.#arraysOf(cell);
    if (array === undefined) throw new P4RuntimeError("INVALID_ARGUMENT", "a write to no array");
    const cells = this.#cellsOf(cell.kind, array);
    for (const index of indicesOf(array, cell.index)) cells.set(index, { ...cell, index });
  }

  *read(filter: Cell): Iterable<Cell> {
    for (const array of this.#arraysOf(filter)) {
      const cells = this.#cellsOf(filter.kind, array);
      for (const index of indicesOf(array, filter.index)) {
        yield cells.get(index) ?? emptyCell(filter.kind, array.name, index);
      }
    }
  }

  #arraysOf(cell: Cell): Iterable<ArraySchema> {
    switch (cell.kind) {
      case "counterEntry":
        return cell.counter === "" ? this.#schema.counters : [this.#schema.counters.byName(cell.counter)];
      case "meterEntry":
        return cell.meter === "" ? this.#schema.meters : [this.#schema.meters.byName(cell.meter)];
      case "registerEntry":
        return cell.register === "" ? this.#schema.registers : [this.#schema.registers.byName(cell.register)];
    }
  }

  #cellsOf(kind: Cell["kind"], array: ArraySchema): Map<number, Cell> {
    const key = `${kind} ${array.name}`;
    const cells = this.#arrays.get(key) ?? new Map<number, Cell>();
    this.#arrays.set(key, cells);
    return cells;
  }
}

function indicesOf(array: ArraySchema, index: number | undefined): Iterable<number> {
  if (index === undefined) return Array.from({ length: array.size }, (_, every) => every);
  return index < array.size ? [index] : [];
}

function emptyCell(kind: Cell["kind"], name: string, index: number): Cell {
  switch (kind) {
    case "counterEntry":
      return { kind, counter: name, index, data: { bytes: 0n, packets: 0n } };
    case "meterEntry":
      return { kind, meter: name, index };
    case "registerEntry":
      return { kind, register: name, index, data: 0n };
  }
}
