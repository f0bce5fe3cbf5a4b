import assert from "node:assert/strict";
import { test } from "node:test";
import { emitArtifacts } from "../../src/emit/index.js";
import { golden } from "./p4-support.js";
import { allPrograms } from "./support/programs.js";

/** Small programs whose JSON is worth reading: one for each lowering. */
const shown = [
  "hit_and_miss",
  "const_entries",
  "register_of_pairs",
  "recirculation",
  "resubmission",
  "header_stack",
  "looking_ahead",
  "nested_controls",
  "signed_numbers",
  "equal_cost_paths",
];

for (const name of shown) {
  test(`${name}: the JSON is what the golden says`, () => {
    const program = allPrograms.find((candidate) => candidate.name === name);
    assert.ok(program, `no program ${name}`);
    const { expected, actual } = golden(`bmv2/${name}.json`, emitArtifacts(program.ir).bmv2Json);
    assert.equal(actual, expected);
  });
}

for (const { name, ir } of allPrograms) {
  test(`${name}: emitting twice gives the same bytes`, () => {
    assert.deepEqual(emitArtifacts(ir), emitArtifacts(ir));
  });
}

test("lines of the source are printed when asked for", () => {
  const [program] = allPrograms;
  assert.ok(program);
  assert.doesNotMatch(emitArtifacts(program.ir).bmv2Json, /source_info/);
  const { bmv2Json } = emitArtifacts(program.ir, { withSourceInfo: true });
  const [table] = JSON.parse(bmv2Json).pipelines[0].tables;
  assert.equal(typeof table.source_info.line, "number");
});
