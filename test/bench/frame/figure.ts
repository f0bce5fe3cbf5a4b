/** One measured figure; a line of `make bench-AREA JSON=1`. */
export interface Figure {
  /** Stable: what judges the figure asks for it by this name. */
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  /** What the rival reached in the same run; null where it is absent, or has nothing of the kind. */
  readonly rival: number | null;
  /** `ours` divided by `rival`. */
  readonly ratio: number | null;
  /** What was compared, and what limits it. */
  readonly note: string;
}

/** What a figure is made of. */
export interface Measured {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly rival?: number | undefined;
  readonly note: string;
}

/** A figure with its ratio, in numbers that are short enough to read. */
export function figure({ name, unit, ours, rival, note }: Measured): Figure {
  return {
    name,
    unit,
    ours: significant(ours),
    rival: rival === undefined ? null : significant(rival),
    ratio: rival === undefined || rival === 0 ? null : significant(ours / rival),
    note,
  };
}

/** Rounds to four significant digits; whole numbers stay whole. */
function significant(value: number): number {
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4));
}
