import assert from "node:assert/strict";
import { test } from "node:test";
import { runSeed, seedOptions } from "./world/run-seed.js";

/** About 60 ms each; SEEDS asks for more or fewer. */
const seeds = Number(process.env.SEEDS ?? 1000);

test(`${seeds} worlds with loss, copies, reordering, crashes, partitions and clock jumps stay linearizable`, async (context) => {
  let operations = 0;
  let completed = 0;
  const failures = new Map<string, number>();
  for (let seed = 1; seed <= seeds; seed += 1) {
    const result = await runSeed(seedOptions(seed));
    assert.equal(result.violation, "", `seed ${seed}: ${result.violation}`);
    operations += result.operations;
    completed += result.completed;
    for (const [code, count] of result.failures) failures.set(code, (failures.get(code) ?? 0) + count);
  }
  context.diagnostic(`${completed} of ${operations} operations completed; ${JSON.stringify([...failures])}`);
  assert.ok(completed > 0.9 * operations, "most operations succeed");
});
