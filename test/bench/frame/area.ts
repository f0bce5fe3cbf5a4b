import { say } from "../../../src/cli/output.js";
import { cleanUpAtExit } from "./cleanup.js";
import type { Figure } from "./figure.js";
import { printFigure, printTable } from "./report.js";

/** How a benchmark is run. */
export interface BenchOptions {
  /** Only to see that it works: tiny amounts, one round. The figures mean nothing. */
  readonly quick: boolean;
  /** Rounds of every measurement that compares. */
  readonly rounds: number;
}

/** Measures one area; the figures come as they are known. */
export type Area = (options: BenchOptions) => AsyncGenerator<Figure, void>;

/**
 * The main program of an area. `--json` prints one object a line instead of a table; `--quick` only tries it.
 *
 * @example await runArea("language", measureLanguage);
 */
export async function runArea(name: string, area: Area): Promise<void> {
  cleanUpAtExit();
  const args = process.argv.slice(2);
  const json = args.includes("--json");
  const quick = args.includes("--quick");
  const figures: Figure[] = [];
  for await (const figure of area({ quick, rounds: quick ? 1 : 5 })) {
    figures.push(figure);
    if (json) printFigure(figure);
    else say(`${figure.name}: ${figure.ours} ${figure.unit}`);
  }
  if (!json) printTable(name, figures);
}
