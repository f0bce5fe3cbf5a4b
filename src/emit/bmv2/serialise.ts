import type { Bmv2Program } from "./tree.js";

const lineWidth = 110;

/**
 * Prints the tree as JSON. Keys keep the order in which the tree was built, and a value that fits on one line
 * takes one line, so that a change of the program is a small difference in the committed file. Lines of the
 * user's source are left out: they would change with every comment.
 */
export function serialise(program: Bmv2Program): string {
  return `${print(program, "", 0)}\n`;
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
    const members = printedMembers(value).map(([key, member]) => {
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
    const members = printedMembers(value).map(
      ([key, member]) => `${JSON.stringify(key)}: ${printFlat(member)}`,
    );
    return `{${members.join(", ")}}`;
  }
  return JSON.stringify(value);
}

function printedMembers(value: object): [string, unknown][] {
  return Object.entries(value).filter(([key]) => key !== "source_info");
}
