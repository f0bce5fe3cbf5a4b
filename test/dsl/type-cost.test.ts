import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { check } from "./must-not-compile/check.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

/** A program of about `lines` lines: tables with actions and const entries over a header of 64 fields. */
function largeProgram(lines: number): string {
  const fields = Array.from({ length: 64 }, (_, field) => `f${field}: bit(${(field % 32) + 1})`).join(", ");
  const tables = Array.from({ length: Math.floor(lines / 10) }, (_, table) => {
    const field = `h.f${table % 64}`;
    return [
      `const a${table} = action("a${table}", { x: bit(${(table % 32) + 1}), port: bit(9) }, ({ x, port }) => [`,
      `  ${field}.set(${field}.add(x).xor(${field})),`,
      "  sendTo(port),",
      "]);",
      `const t${table} = table("t${table}", {`,
      `  key: { k: exact(${field}), l: ternary(h.f31.slice(${(table % 16) + 8}, ${table % 8})) },`,
      `  actions: [a${table}, noAction],`,
      `  entries: [{ key: { k: 1 }, action: a${table}({ x: 1, port: ${table % 512} }) }],`,
      "});",
      `steps.push(when(${field}.equals(1), t${table}.apply({ miss: [drop()] })));`,
    ].join("\n");
  });
  return [
    'import { action, bit, drop, exact, header, headers, noAction, sendTo, type Step, table, ternary, when } from "../../src/dsl/index.js";',
    `const { h } = headers({ h: header("h_t", { ${fields} }) });`,
    "const steps: Step[] = [];",
    ...tables,
  ].join("\n");
}

test("type-checking a program of 1,000 lines stays within its budget", () => {
  const text = largeProgram(1000);
  const { messages, instantiations } = check(new Map([["large", text]]), path.join(root, "test/dsl"));
  assert.equal(messages.get("large"), "");
  const budget = 55_000;
  assert.ok(instantiations <= budget, `${instantiations} instantiations, ${budget} allowed`);
});
