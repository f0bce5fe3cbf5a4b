const fieldCount = 64;
const linesOfTable = 10;

/**
 * The TypeScript text of a program of about `lines` lines in the language: actions, tables, entries and conditions over
 * a header of 64 fields.
 *
 * @param dsl where to import the language from
 */
export function largeSource(lines: number, dsl: string): string {
  const fields = Array.from({ length: fieldCount }, (_, field) => `f${field}: bit(${(field % 32) + 1})`);
  const imports =
    "action, bit, drop, exact, header, headers, noAction, sendTo, type Step, table, ternary, when";
  return [
    `import { ${imports} } from ${JSON.stringify(dsl)};`,
    `const { h } = headers({ h: header("h_t", { ${fields.join(", ")} }) });`,
    "const steps: Step[] = [];",
    ...Array.from({ length: Math.floor(lines / linesOfTable) }, (_, number) => tableSource(number)),
    "export { steps };",
  ].join("\n");
}

function tableSource(number: number): string {
  const field = `h.f${number % fieldCount}`;
  const width = (number % 32) + 1;
  return [
    `const a${number} = action("a${number}", { x: bit(${width}), port: bit(9) }, ({ x, port }) => [`,
    `  ${field}.set(${field}.add(x).xor(${field})),`,
    "  sendTo(port),",
    "]);",
    `const t${number} = table("t${number}", {`,
    `  key: { k: exact(${field}), l: ternary(h.f31.slice(${(number % 16) + 8}, ${number % 8})) },`,
    `  actions: [a${number}, noAction],`,
    `  entries: [{ key: { k: 1 }, action: a${number}({ x: 1, port: ${number % 512} }) }],`,
    "});",
    `steps.push(when(${field}.equals(1), t${number}.apply({ miss: [drop()] })));`,
  ].join("\n");
}
