// Every program has a packet script that shows what it is for: what goes in, what must come out, what is counted.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { emitArtifacts } from "../../src/emit/index.js";
import { compiled, interpreter } from "../../src/switch/index.js";
import { ObservedSwitch } from "./support/observed-switch.js";
import { runScript } from "./support/run-script.js";
import { scripted, scriptOf, scripts } from "./support/scripts.js";

for (const { name, ir } of scripted) {
  test(`${name}: packets come out as its script says, in both engines`, async () => {
    const artifacts = emitArtifacts(ir);
    const script = scriptOf(name, artifacts.p4infoBinary);
    assert.ok(
      script.some(({ step }) => step.kind === "packet"),
      "a script without a packet",
    );
    for (const engine of [compiled, interpreter])
      await runScript(new ObservedSwitch(artifacts, { engine }), script);
  });
}

test("no script is left without its program", () => {
  const known = new Set(scripted.map(({ name }) => `${name}.stf`));
  assert.deepEqual(
    readdirSync(scripts).filter((file) => !known.has(file)),
    [],
  );
});
