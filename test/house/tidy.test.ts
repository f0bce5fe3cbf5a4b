import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import ts from "typescript";
import {
  exportedValues,
  filesBelow,
  importsOf,
  namesUsed,
  parse,
  place,
  root,
  textOf,
  typescriptFiles,
  walk,
} from "./source.js";

/** The rules of the house. Each failure names the places, so that mending is a matter of going there. */

const product = [...typescriptFiles("src"), ...typescriptFiles("controller"), ...typescriptFiles("bmv2-env")];
const everything = [...product, ...typescriptFiles("test")];
const pureRooms = [
  "base",
  "wire",
  "ir",
  "dsl",
  "control",
  "passes",
  "emit",
  "programs",
  "switch",
  "ringworld",
  "vivace",
  "sim",
  "stores",
].map((room) => `src/${room}/`);
const pure = product.filter((file) => pureRooms.some((room) => file.startsWith(room)));

const fileLinesMax = 400;
const functionLinesMax = 60;

function expectNone(faults: string[]): void {
  assert.deepEqual(faults, []);
}

test("files are short enough to read in one go", () => {
  expectNone(product.filter((file) => textOf(file).split("\n").length > fileLinesMax));
});

test("functions fit a screen", () => {
  const faults: string[] = [];
  for (const file of product) {
    const source = parse(file);
    walk(source, (node) => {
      if (!ts.isFunctionLike(node) || !("body" in node) || !node.body) return;
      const first = source.getLineAndCharacterOfPosition(node.getStart()).line;
      const last = source.getLineAndCharacterOfPosition(node.getEnd()).line;
      if (last - first + 1 > functionLinesMax)
        faults.push(`${place(source, node)}: ${last - first + 1} lines`);
    });
  }
  expectNone(faults);
});

test("no file imports itself, by whatever way round", () => {
  const edges = new Map(
    product.map((file) => [
      file,
      importsOf(parse(file))
        .filter((specifier) => specifier.startsWith("."))
        .map((specifier) => path.join(path.dirname(file), specifier).replace(/\.js$/, ".ts")),
    ]),
  );
  const done = new Set<string>();
  const faults: string[] = [];
  const visit = (file: string, trail: string[]): void => {
    if (trail.includes(file)) {
      faults.push([...trail.slice(trail.indexOf(file)), file].join(" → "));
      return;
    }
    if (done.has(file)) return;
    for (const next of edges.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of product) visit(file, []);
  expectNone(faults);
});

test("pure rooms use no Node, no clock, no chance and no timers of their own", () => {
  const banned =
    /^(process|Buffer|require|setTimeout|setInterval|setImmediate|clearTimeout|fetch|performance)$/;
  const bannedMembers = new Set(["Date.now", "Math.random", "crypto.getRandomValues", "performance.now"]);
  const faults: string[] = [];
  for (const file of pure) {
    const source = parse(file);
    for (const specifier of importsOf(source)) {
      if (specifier.startsWith("node:") || specifier === "p4runtime-js-grpc")
        faults.push(`${file}: ${specifier}`);
    }
    walk(source, (node) => {
      if (ts.isPropertyAccessExpression(node) && bannedMembers.has(node.getText()))
        faults.push(place(source, node));
      if (ts.isNewExpression(node) && node.expression.getText() === "Date") faults.push(place(source, node));
      if (
        ts.isCallExpression(node) &&
        ts.isIdentifier(node.expression) &&
        banned.test(node.expression.text)
      ) {
        faults.push(place(source, node));
      }
      if (
        ts.isPropertyAccessExpression(node) &&
        ts.isIdentifier(node.expression) &&
        (node.expression.text === "process" || node.expression.text === "Buffer")
      ) {
        faults.push(place(source, node));
      }
    });
  }
  expectNone(faults);
});

test("types are honest: no any, no double casts, no ! that silences a check, no default exports", () => {
  const faults: string[] = [];
  for (const file of everything) {
    const source = parse(file);
    walk(source, (node) => {
      if (node.kind === ts.SyntaxKind.AnyKeyword) faults.push(`${place(source, node)}: any`);
      if (ts.isAsExpression(node) && ts.isAsExpression(node.expression))
        faults.push(`${place(source, node)}: as … as`);
      if (ts.isNonNullExpression(node)) faults.push(`${place(source, node)}: !`);
      if (ts.isExportAssignment(node)) faults.push(`${place(source, node)}: export default`);
    });
  }
  expectNone(faults);
});

test("nothing is exported that no other file uses", () => {
  const files = everything.map(parse);
  const users = new Map<string, number>();
  for (const source of files) {
    for (const name of namesUsed(source)) users.set(name, (users.get(name) ?? 0) + 1);
  }
  expectNone(
    files.flatMap((source) =>
      exportedValues(source)
        .filter(({ text }) => users.get(text) === 1)
        .map((name) => `${place(source, name)}: ${name.text}`),
    ),
  );
});

test("nothing is left for later in the code", () => {
  const words = new RegExp(
    ["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"].map((word) => `\\b${word}\\b`).join("|"),
  );
  expectNone(everything.filter((file) => words.test(textOf(file))));
});

test("nothing compiled lies among the sources", () => {
  expectNone(
    filesBelow("src", "controller", "bmv2-env", "test").filter(
      (file) => /\.(js|map|d\.ts|tsbuildinfo)$/.test(file) && !file.startsWith("controller/pages/"),
    ),
  );
});

test("the product does not import its tests", () => {
  expectNone(
    product.filter((file) => importsOf(parse(file)).some((specifier) => /(^|\/)test\//.test(specifier))),
  );
});

test("every dependency is pinned and has its reason in docs/DEPENDENCIES.md", () => {
  const manifest: unknown = JSON.parse(textOf("package.json"));
  const reasons = textOf("docs/DEPENDENCIES.md");
  const faults: string[] = [];
  for (const section of ["dependencies", "devDependencies"]) {
    const entries = Object.entries((manifest as Record<string, Record<string, string>>)[section] ?? {});
    for (const [name, version] of entries) {
      if (!/^\d+\.\d+\.\d+$/.test(version)) faults.push(`${name} ${version} is not pinned`);
      if (!reasons.includes(`| \`${name}\` |`)) faults.push(`${name} has no reason`);
    }
  }
  expectNone(faults);
});

test("the checkout is where the tests think it is", () => {
  assert.ok(textOf("package.json").includes("software-defined-ring"), root);
});
