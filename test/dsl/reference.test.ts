// The reference is made of the doc comments of src/dsl. Every example is checked by TypeScript, run, and its P4
// compared with what the comment says. UPDATE_GOLDENS=1 writes the P4 into the comments, and docs/reference.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as dsl from "../../src/dsl/index.js";
import { check } from "./must-not-compile/check.js";
import { type Entry, entriesOf, withP4 } from "./reference/extract.js";
import { moduleOf, p4Of } from "./reference/generate.js";
import { pages, renderIndex, renderPage } from "./reference/render.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const sources = path.join(root, "src/dsl");
const reference = path.join(root, "docs/reference");
const updates = process.env.UPDATE_GOLDENS !== undefined;

const names: ReadonlySet<string> = new Set(Object.keys(dsl));
const isPublic = (name: string) => names.has(name) || name.includes(".");
const files = readdirSync(sources).filter((file) => file.endsWith(".ts"));
const read = (file: string) => readFileSync(path.join(sources, file), "utf8");

if (updates) {
  for (const file of files) {
    const text = read(file);
    const updated = withP4(text, p4Of);
    if (updated !== text) writeFileSync(path.join(sources, file), updated);
  }
}

const entries: readonly Entry[] = files.flatMap((file) => entriesOf(file, read(file), isPublic));
const examples = entries.flatMap(({ name, examples }) =>
  examples.map((example, position) => ({ name: `${name} ${position + 1}`, ...example })),
);

test("every public function of the language has an example, and a page", () => {
  const shown = new Set(entries.map(({ name }) => name));
  const functions = Object.entries(dsl).filter(([, value]) => typeof value === "function" && !isClass(value));
  const missing = functions.map(([name]) => name).filter((name) => !shown.has(name) && name !== "noAction");
  const silent = entries.filter(({ examples }) => examples.length === 0).map(({ name }) => name);
  const paged = new Set(pages.flatMap((page) => page.files));
  assert.deepEqual([...missing, ...silent, ...entries.filter(({ file }) => !paged.has(file))], []);
});

function isClass(value: unknown): boolean {
  return /^class\b/.test(Function.prototype.toString.call(value));
}

test("every example is right in the eyes of TypeScript", () => {
  const texts = new Map(examples.map(({ code }, position) => [`example-${position}`, moduleOf(code)]));
  const { messages } = check(texts, path.join(root, "test/dsl"));
  const wrong = examples.flatMap(({ name }, position) => {
    const message = messages.get(`example-${position}`);
    return message === "" ? [] : [`${name}: ${message}`];
  });
  assert.deepEqual(wrong, []);
});

describe("the example of", () => {
  for (const { name, code, p4 } of examples) test(name, () => assert.equal(p4Of(code), p4));
});

test("docs/reference is what the comments make", () => {
  const texts = [
    ["README.md", renderIndex(entries)],
    ...pages.map((page) => [page.file, renderPage(page, entries)]),
  ] as const;
  mkdirSync(reference, { recursive: true });
  for (const [file = "", text = ""] of texts) {
    if (updates) writeFileSync(path.join(reference, file), text);
    assert.equal(readFileSync(path.join(reference, file), "utf8"), text, `${file}: run make docs`);
  }
});
