import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { mustNotCompile } from "./must-not-compile/cases.js";
import { check } from "./must-not-compile/check.js";
import { prelude } from "./must-not-compile/prelude.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const directory = path.join(root, "test/dsl");
const goldenFile = path.join(directory, "goldens/must-not-compile.md");

const cases = Object.entries(mustNotCompile).flatMap(([group, list]) =>
  list.map(([what, line], position) => ({ name: `${group}-${position}`, what, line })),
);
const texts = new Map(cases.map(({ name, line }) => [name, `${prelude}\n${line}\n`]));
const { messages } = check(new Map([...texts, ["nothing-wrong", prelude]]), directory);

const written = cases.map(
  ({ name, what, line }) =>
    `## ${what}\n\`\`\`ts\n${line}\n\`\`\`\n\`\`\`text\n${messages.get(name)}\n\`\`\`\n`,
);

test("the prelude itself compiles", () => {
  assert.equal(messages.get("nothing-wrong"), "");
});

describe("must not compile", () => {
  for (const { name, what } of cases) {
    test(what, () => assert.notEqual(messages.get(name), ""));
  }
});

test("the messages are those of the golden", () => {
  const text = `# What TypeScript says about programs that are wrong\n\n${written.join("\n")}`;
  if (process.env.UPDATE_GOLDENS !== undefined) writeFileSync(goldenFile, text);
  assert.equal(text, readFileSync(goldenFile, "utf8"));
});
