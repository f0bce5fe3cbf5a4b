import type { MeterConfig } from "p4runtime-js-grpc/values";

/** Colours as v1model counts them. */
export const GREEN = 0;
export const YELLOW = 1;
export const RED = 2;

interface MeterCell {
  readonly config: MeterConfig;
  readonly committedPerUs: number;
  readonly committedBurst: number;
  readonly peakPerUs: number;
  readonly peakBurst: number;
  committedTokens: number;
  peakTokens: number;
  lastUs: number;
}

function cellOf(config: MeterConfig, nowUs: number): MeterCell {
  const [committedBurst, peakBurst] = [Number(config.committedBurst), Number(config.peakBurst)];
  return {
    config,
    committedPerUs: Number(config.committedRate) / 1e6,
    committedBurst,
    peakPerUs: Number(config.peakRate) / 1e6,
    peakBurst,
    committedTokens: committedBurst,
    peakTokens: peakBurst,
    lastUs: nowUs,
  };
}

function refill(cell: MeterCell, nowUs: number): void {
  const elapsedUs = nowUs - cell.lastUs;
  if (elapsedUs <= 0) return;
  cell.lastUs = nowUs;
  cell.committedTokens = Math.min(
    cell.committedBurst,
    cell.committedTokens + elapsedUs * cell.committedPerUs,
  );
  cell.peakTokens = Math.min(cell.peakBurst, cell.peakTokens + elapsedUs * cell.peakPerUs);
}

/** Two-rate three-colour meters (RFC 2698). A cell without a config marks everything green. */
export class MeterBank {
  private readonly cells: (MeterCell | undefined)[] = [];

  constructor(
    readonly unit: "packets" | "bytes",
    readonly size: number,
  ) {}

  /** Sets the rates of a cell and fills its buckets; `undefined` puts it back to the start. */
  configure(index: number, config: MeterConfig | undefined, nowUs: number): void {
    this.cells[index] = config === undefined ? undefined : cellOf(config, nowUs);
  }

  config(index: number): MeterConfig | undefined {
    return this.cells[index]?.config;
  }

  /** Marks one packet; `color` is the one it came with (green when the meter is colour-blind). */
  execute(index: number, bytes: number, color: number, nowUs: number): number {
    const cell = this.cells[index];
    if (cell === undefined) return color;
    refill(cell, nowUs);
    const amount = this.unit === "packets" ? 1 : bytes;
    if (color >= RED || cell.peakTokens < amount) return RED;
    cell.peakTokens -= amount;
    if (color === YELLOW || cell.committedTokens < amount) return YELLOW;
    cell.committedTokens -= amount;
    return GREEN;
  }
}
