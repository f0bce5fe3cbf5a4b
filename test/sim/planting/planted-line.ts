/** A bug: one text of a compiled module is another. */
export interface PlantedLine {
  /** Below `build`, for example `controller/view/membership.js`. */
  readonly file: string;
  /** Stands there once. */
  readonly from: string;
  readonly to: string;
}

const parameter = "planted";

/** The address of a module in which, and in all that it imports, some lines are changed. */
export function withPlanted(module: URL, lines: readonly PlantedLine[]): URL {
  const planted = new URL(module);
  planted.searchParams.set(parameter, JSON.stringify(lines));
  return planted;
}

/** The lines that are to be changed in the module at an address. */
export function plantedOf(url: string): readonly PlantedLine[] {
  const { pathname, searchParams } = new URL(url);
  const lines: readonly PlantedLine[] = JSON.parse(searchParams.get(parameter) ?? "[]");
  return lines.filter(({ file }) => pathname.endsWith(`/build/${file}`));
}
