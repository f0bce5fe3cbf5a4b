import assert from "node:assert/strict";
import { test } from "node:test";
import * as programs from "../../src/programs/index.js";
import { router } from "../../src/programs/router.js";
import { corpus } from "../dsl/corpus/index.js";
import { fixture } from "../dsl/fixture.js";
import { golden, hasP4c, p4cSays, printed } from "./p4-support.js";

const products = Object.values(programs);
const all = [...products, fixture, ...corpus];

for (const program of [router, fixture, ...corpus]) {
  test(`${program.name}: the P4 is what the golden says`, () => {
    const { expected, actual } = golden(`${program.name}.p4`, printed(program.ir).text);
    assert.equal(actual, expected);
  });
}

for (const program of all) {
  test(`${program.name}: printing twice gives the same bytes`, () => {
    assert.equal(printed(program.ir).text, printed(program.ir).text);
  });

  test(`${program.name}: p4c compiles it without a warning`, {
    skip: !hasP4c && "p4c-bm2-ss is not on PATH",
  }, () => {
    assert.equal(p4cSays(printed(program.ir).text), "");
  });
}

for (const program of all) {
  test(`${program.name}: a comment that names a line of TypeScript comes from that line`, () => {
    const { text, sources } = printed(program.ir);
    for (const [index, line] of text.split("\n").entries()) {
      const named = /^ *\/\/ (?:.*\()?([\w./-]+\.ts):(\d+)\)?$/.exec(line);
      if (named === null) continue;
      const { file, line: row } = sources[index] ?? {};
      assert.deepEqual([file, `${row}`], [named[1], named[2]], `line ${index + 1}`);
    }
  });
}

test("every block of the P4 knows the line of TypeScript that made it", () => {
  const { text, sources } = printed(router.ir);
  const lines = text.split("\n");
  const table = lines.findIndex((line) => line.includes("table routes"));
  const source = sources[table];
  assert.equal(source?.file, "src/programs/router.ts");
  assert.ok(lines[table - 2]?.endsWith(`${source?.file}:${source?.line}`));
});
