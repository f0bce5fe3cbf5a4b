import type { SourcePosition } from "../../base/index.js";
import type { Bmv2Program } from "./tree.js";

const lineWidth = 110;

export interface SerialiseOptions {
  /**
   * Also print which line of the user's source each table, condition and primitive comes from; the switch logs it.
   * Left out by default: such a file changes with every comment of the source.
   */
  readonly withSourceInfo?: boolean;
}

/**
 * Prints the tree as JSON. Keys keep the order in which the tree was built, and a value that fits on one line
 * takes one line, so that a change of the program is a small difference in the committed file.
 */
export function serialise(program: Bmv2Program, { withSourceInfo = false }: SerialiseOptions = {}): string {
  return `${print(plain(program, withSourceInfo), "", 0)}\n`;
}

/** The tree as nothing but arrays, objects and literals. */
function plain(value: unknown, withSourceInfo: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => plain(item, withSourceInfo));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).flatMap(([key, member]): [string, unknown][] => {
    if (key !== "source_info") return [[key, plain(member, withSourceInfo)]];
    return withSourceInfo ? [[key, sourceInfo(member as SourcePosition)]] : [];
  });
  return Object.fromEntries(members);
}

function sourceInfo({ file, line, column }: SourcePosition): object {
  return { filename: file, line, column, source_fragment: "" };
}

/** @param taken how many columns of the line are already used in front of the value */
function print(value: unknown, indent: string, taken: number): string {
  const flat = printFlat(value);
  if (indent.length + taken + flat.length <= lineWidth) return flat;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => inner + print(item, inner, 0));
    return `[\n${items.join(",\n")}\n${indent}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([key, member]) => {
      const head = `${JSON.stringify(key)}: `;
      return inner + head + print(member, inner, head.length);
    });
    return `{\n${members.join(",\n")}\n${indent}}`;
  }
  return flat;
}

function printFlat(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printFlat).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(
      ([key, member]) => `${JSON.stringify(key)}: ${printFlat(member)}`,
    );
    return `{${members.join(", ")}}`;
  }
  return JSON.stringify(value);
}
