import { printJson, renderTable } from "../../../src/cli/output.js";
import type { Figure } from "./figure.js";

/** Prints a figure as one JSON object on a line of its own. */
export function printFigure(figure: Figure): void {
  printJson(figure);
}

/** Prints all figures of an area as a table, with the notes below it. */
export function printTable(area: string, figures: readonly Figure[]): void {
  const rows = figures.map(({ name, unit, ours, rival, ratio }) => [
    name,
    unit,
    readable(ours),
    readable(rival),
    ratio === null ? "–" : `${ratio}`,
  ]);
  const table = renderTable([area, "unit", "ours", "rival", "ours/rival"], rows);
  process.stdout.write(`${[table, ...notesOf(figures)].join("\n")}\n`);
}

/** Each note once, after the names of the figures that have it. */
function notesOf(figures: readonly Figure[]): readonly string[] {
  const notes = new Set(figures.map(({ note }) => note));
  return [...notes].map((note) => {
    const names = figures.filter((figure) => figure.note === note).map(({ name }) => name);
    return `${names.join(", ")}: ${note}`;
  });
}

function readable(value: number | null): string {
  if (value === null) return "–";
  return value.toLocaleString("en-US", { maximumFractionDigits: Math.abs(value) >= 100 ? 0 : 3 });
}
