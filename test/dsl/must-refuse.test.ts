import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { CodedError, type Diagnostic } from "../../src/base/index.js";
import { resolveError, sourceMapResolver } from "../../src/passes/index.js";
import { wrongBlocks } from "./must-refuse/blocks.js";
import { rightHeaders, wrongHeaders } from "./must-refuse/headers.js";
import { wrongPlaces } from "./must-refuse/places.js";
import { wrongValues } from "./must-refuse/values.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const goldenFile = path.join(root, "test/dsl/goldens/must-refuse.md");
const readText = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : undefined);
const resolver = sourceMapResolver({ root, readText });
const mustRefuse = [...wrongValues, ...wrongBlocks, ...wrongPlaces, ...wrongHeaders];

/** What a program is refused with, at its lines of TypeScript: one diagnostic, and another where two places clash. */
function refusalOf(build: () => unknown): readonly [Diagnostic, Diagnostic | undefined] {
  try {
    build();
  } catch (error) {
    const resolved = resolveError(error, resolver);
    if (!(resolved instanceof CodedError)) throw error;
    const [first, ...others] = resolved.diagnostics;
    assert.ok(first);
    assert.ok(others.length <= (first.code === "DSL-NAME-TAKEN" ? 1 : 0));
    return [first, others[0]];
  }
  return assert.fail("nothing was refused");
}

describe("must be refused", () => {
  for (const { what, build, says } of mustRefuse) {
    test(what, () => {
      const [{ code, message, help }] = refusalOf(build);
      assert.equal(`${code}: ${message}`, says[0]);
      assert.ok(help?.startsWith(says[1]), help);
    });
  }
});

describe("must not be refused", () => {
  for (const { what, build } of rightHeaders) test(what, () => assert.doesNotThrow(build));
});

/** The file that a diagnostic names, and the text of its line; neutral headers know no line. */
function placeOf({ position }: Diagnostic): string {
  if (position === undefined) return "no line";
  const text = readText(path.join(root, position.file)) ?? "";
  return `\`${position.file}\`: \`${text.split("\n")[position.line - 1]?.trim()}\``;
}

function shown(diagnostic: Diagnostic): string {
  const { code, message, help } = diagnostic;
  const text = [`${code}: ${message}`, ...(help === undefined ? [] : [help])].join("\n");
  return `${placeOf(diagnostic)}\n\`\`\`text\n${text}\n\`\`\`\n`;
}

function written({ what, build }: (typeof mustRefuse)[number]): string {
  const [refusal, other] = refusalOf(build);
  return `## ${what}\n${shown(refusal)}${other === undefined ? "" : shown(other)}`;
}

test("the diagnostics, and the lines that they name, are those of the golden", () => {
  const text = `# What the language refuses while a program is built\n\n${mustRefuse.map(written).join("\n")}`;
  if (process.env.UPDATE_GOLDENS !== undefined) writeFileSync(goldenFile, text);
  assert.equal(text, readText(goldenFile));
});
