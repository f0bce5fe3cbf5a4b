import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { blocks, evaluate } from "../house/examples.js";
import { root } from "../house/source.js";

test("the example of docs/P4RUNTIME.md runs", async () => {
  const [example = ""] = blocks(readFileSync(path.join(root, "docs/P4RUNTIME.md"), "utf8"), "ts");
  const { cells } = await evaluate(example.replaceAll('"p4/tor/', `"${root}/p4/tor/`));
  assert.deepEqual(cells, [7n]);
});
