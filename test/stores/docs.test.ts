import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../../src/base/index.js";
import type { SharedLog } from "../../src/stores/index.js";
import { blocks, evaluate } from "../house/examples.js";
import { textOf } from "../house/source.js";
import { MemoryLog } from "./memory-log.js";

test("the example of docs/STORES.md pays the order", async () => {
  const [example = ""] = blocks(textOf("docs/STORES.md"), "ts");
  const { payOrder } = await evaluate(example);
  const pay = payOrder as (log: SharedLog) => Promise<number>;
  assert.equal(await pay(new MemoryLog(seededRandom(1))), 95);
});
