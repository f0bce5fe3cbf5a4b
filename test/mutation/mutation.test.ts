// Faults planted into the passes and emitters: what runs without any referee has to notice every one of them.
// `node build/test/mutation/report.js` (or `make mutation`) says for each how it was noticed.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { emitArtifacts, emitTna } from "../../src/emit/index.js";
import { mutants } from "./mutants.js";
import { notice } from "./support/notice.js";
import { plant } from "./support/plant.js";

describe("the compiler as it is", () => {
  for (const text of new Set(mutants.map(({ check }) => JSON.stringify(check)))) {
    it(`passes ${text}`, async () => {
      assert.equal(await notice({ emitArtifacts, emitTna }, JSON.parse(text)), undefined);
    });
  }
});

describe("a fault is noticed", () => {
  for (const mutant of mutants) {
    it(`${mutant.file}: ${mutant.name}`, async () => {
      const reason = await notice(await plant(mutant), mutant.check);
      assert.ok(reason !== undefined, `nobody noticed: ${JSON.stringify(mutant.check)}`);
    });
  }
});

it("there are no two faults of one name in a file", () => {
  const names = mutants.map(({ file, name }) => `${file}: ${name}`);
  assert.deepEqual(
    names.filter((name, position) => names.indexOf(name) !== position),
    [],
  );
});
