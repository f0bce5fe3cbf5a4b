import type { Program } from "../model/index.js";

/** How often each stage of a program was passed; exact up to 2^53. Both engines count. */
export class StageCounters {
  /** One cell each, so that compiled code can count in them. */
  readonly parsed = new Float64Array(1);
  readonly deparsed = new Float64Array(1);
  /** Packets that ended the parser with an error, by its number. */
  readonly parserErrors = new Map<number, number>();
  /** By index of the table: a miss runs the default action. */
  readonly hits: Float64Array;
  readonly misses: Float64Array;
  /** By index of the action. */
  readonly actions: Float64Array;

  constructor(program: Program) {
    this.hits = new Float64Array(program.tables.length);
    this.misses = new Float64Array(program.tables.length);
    this.actions = new Float64Array(program.actions.length);
  }

  parserError(error: number): void {
    this.parserErrors.set(error, (this.parserErrors.get(error) ?? 0) + 1);
  }
}

/** Adds one to a cell. */
export function countIn(cells: Float64Array, index: number): void {
  cells[index] = (cells[index] ?? 0) + 1;
}
