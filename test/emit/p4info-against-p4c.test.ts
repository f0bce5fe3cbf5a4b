import assert from "node:assert/strict";
import { test } from "node:test";
import { p4info } from "p4runtime-js-grpc/messages";
import { parseP4Info } from "p4runtime-js-grpc/text";
import { emitArtifacts } from "../../src/emit/index.js";
import { compileWithP4c, skipWithoutP4c } from "./support/artifacts.js";
import { allPrograms } from "./support/programs.js";

for (const { name, ir } of allPrograms) {
  test(`${name}: P4Info is p4c's, as message and byte for byte as text`, { skip: skipWithoutP4c }, () => {
    const ours = emitArtifacts(ir);
    const theirs = compileWithP4c(ours.v1modelP4);
    assert.deepEqual(parseP4Info(ours.p4infoText), p4info.P4Info.decode(theirs.p4infoBinary));
    assert.equal(ours.p4infoText, theirs.p4infoText);
  });
}
