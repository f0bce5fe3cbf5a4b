import assert from "node:assert/strict";
import { test } from "node:test";
import { emitArtifacts } from "../../src/emit/index.js";
import { corpus } from "../dsl/corpus/index.js";
import { golden } from "./p4-support.js";
import { allPrograms } from "./support/programs.js";

for (const { name, ir } of corpus) {
  const { bmv2Json, p4infoText } = emitArtifacts(ir);

  test(`${name}: the JSON is what the golden says`, () => {
    const { expected, actual } = golden(`bmv2/${name}.json`, bmv2Json);
    assert.equal(actual, expected);
  });

  test(`${name}: the P4Info is what the golden says`, () => {
    const { expected, actual } = golden(`p4info/${name}.txtpb`, p4infoText);
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
