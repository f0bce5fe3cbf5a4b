import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { CodedError, type Diagnostic } from "../../src/base/index.js";
import { resolveError, sourceMapResolver } from "../../src/passes/index.js";
import { wrongBlocks } from "./must-refuse/blocks.js";
import { wrongPlaces } from "./must-refuse/places.js";
import { wrongValues } from "./must-refuse/values.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const goldenFile = path.join(root, "test/dsl/goldens/must-refuse.md");
const readText = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : undefined);
const resolver = sourceMapResolver({ root, readText });
const mustRefuse = [...wrongValues, ...wrongBlocks, ...wrongPlaces];

/** The one diagnostic of a program that is refused, at its line of TypeScript. */
function refusalOf(build: () => unknown): Diagnostic {
  try {
    build();
  } catch (error) {
    const resolved = resolveError(error, resolver);
    if (!(resolved instanceof CodedError)) throw error;
    const [first, ...others] = resolved.diagnostics;
    assert.equal(others.length, 0);
    assert.ok(first);
    return first;
  }
  return assert.fail("nothing was refused");
}

describe("must be refused", () => {
  for (const { what, build, says } of mustRefuse) {
    test(what, () => {
      const { code, message, help } = refusalOf(build);
      assert.equal(`${code}: ${message}`, says[0]);
      assert.ok(help?.startsWith(says[1]), help);
    });
  }
});

/** The file that a diagnostic names, and the text of its line; neutral headers know no line. */
function placeOf({ position }: Diagnostic): string {
  if (position === undefined) return "no line";
  const text = readText(path.join(root, position.file)) ?? "";
  return `\`${position.file}\`: \`${text.split("\n")[position.line - 1]?.trim()}\``;
}

function written({ what, build }: (typeof mustRefuse)[number]): string {
  const diagnostic = refusalOf(build);
  const { code, message, help } = diagnostic;
  // Some helps name a place by line and column, which say nothing here.
  const stable = help?.replace(/\S+:\d+:\d+/, "<place>");
  return `## ${what}\n${placeOf(diagnostic)}\n\`\`\`text\n${code}: ${message}\n${stable}\n\`\`\`\n`;
}

test("the diagnostics, and the lines that they name, are those of the golden", () => {
  const text = `# What the language refuses while a program is built\n\n${mustRefuse.map(written).join("\n")}`;
  if (process.env.UPDATE_GOLDENS !== undefined) writeFileSync(goldenFile, text);
  assert.equal(text, readText(goldenFile));
});
