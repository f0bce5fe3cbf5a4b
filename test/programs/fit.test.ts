import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { compileFit, hasTofinoCompiler } from "../../src/cli/fit/compile.js";
import { type Fit, readFit } from "../../src/cli/fit/fit.js";
import * as programs from "../../src/programs/index.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const goldenFile = path.join(root, "test/programs/goldens/fit.json");
const skip = !hasTofinoCompiler() && "p4c with a Tofino backend is not on PATH";

function goldens(): Record<string, Fit> {
  return existsSync(goldenFile) ? JSON.parse(readFileSync(goldenFile, "utf8")) : {};
}

const stagesMax = 12;
const measures = [
  "ingressStages",
  "egressStages",
  "statefulAlus",
  "sramBlocks",
  "tcamBlocks",
  "phvBits",
] as const;

for (const { name } of Object.values(programs)) {
  test(`${name}: fits Tofino 1, and takes no more of it than it did`, { skip }, () => {
    const fit = compileFit(name, readFileSync(path.join(root, "p4", name, "tna.p4"), "utf8"));
    assert.ok(fit.ingressStages <= stagesMax && fit.egressStages <= stagesMax, JSON.stringify(fit));
    if (process.env.UPDATE_GOLDENS !== undefined) {
      writeFileSync(goldenFile, `${JSON.stringify({ ...goldens(), [name]: fit }, null, 2)}\n`);
    }
    const before = goldens()[name];
    assert.ok(before, `the golden has ${name}`);
    for (const measure of measures) {
      assert.ok(fit[measure] <= before[measure], `${measure}: ${fit[measure]}, at most ${before[measure]}`);
    }
  });
}

test("the fit is read out of the compiler's own files", () => {
  const fit = readFit("small", {
    assembly: "stage 0 ingress:\n  stateful a:\n  stateful b:\nstage 3 ingress:\nstage 0 egress:\n",
    resources: "| Stage Number | SRAM | TCAM |\n| 0 | 3 | 1 |\n| Totals | 17 | 5 |\n",
    headerVector: "| Overall PHV Usage |  72 ( 32.1 %)   | 1533 ( 37.4 %) |\n",
  });
  assert.deepEqual(fit, {
    program: "small",
    ingressStages: 4,
    egressStages: 1,
    statefulAlus: 2,
    sramBlocks: 17,
    tcamBlocks: 5,
    phvBits: 1533,
  });
});
