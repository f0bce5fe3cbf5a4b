import assert from "node:assert/strict";
import { test } from "node:test";
import { copyToMemory, recycle, takeMemory } from "../../src/base/index.js";

test("memory that was given back serves the next who asks for as much, and nobody else meanwhile", () => {
  const first = takeMemory(20_000);
  const second = takeMemory(30_000);
  assert.notEqual(first.buffer, second.buffer);
  recycle(first.subarray(5, 10));
  const third = takeMemory(40_000);
  assert.equal(third.buffer, first.buffer);
  assert.deepEqual([first.length, second.length, third.length], [20_000, 30_000, 40_000]);
});

test("memory that is given back twice serves one", () => {
  const bytes = takeMemory(10_000);
  recycle(bytes);
  recycle(bytes);
  assert.notEqual(takeMemory(10_000).buffer, takeMemory(10_000).buffer);
});

test("memory that came from elsewhere is never given to anybody", () => {
  for (const byteLength of [100, 16 * 1024, 66 * 1024, 1_000_000]) {
    const foreign = new Uint8Array(byteLength);
    recycle(foreign);
    assert.notEqual(takeMemory(byteLength).buffer, foreign.buffer);
    recycle(takeMemory(byteLength).slice());
  }
});

test("a copy has the bytes of the original, at any length", () => {
  for (const byteLength of [0, 1, 8191, 8192, 60_000, 70_000]) {
    const bytes = Uint8Array.from({ length: byteLength }, (_, at) => at % 251);
    assert.deepEqual(copyToMemory(bytes), bytes);
  }
});
