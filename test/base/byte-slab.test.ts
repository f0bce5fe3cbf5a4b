import assert from "node:assert/strict";
import { test } from "node:test";
import { ByteSlab } from "../../src/base/index.js";

test("arrays of a slab are empty, as long as asked for, and share no byte", () => {
  const slab = new ByteSlab();
  const lengths = Array.from({ length: 3_000 }, (_, at) => (at * 37) % 200).concat(8192, 8193, 100_000, 1);
  const arrays = lengths.map((length, at) => {
    const bytes = slab.take(length);
    assert.equal(bytes.length, length);
    assert.ok(bytes.every((byte) => byte === 0));
    return bytes.fill((at % 255) + 1);
  });
  for (const [at, bytes] of arrays.entries()) assert.ok(bytes.every((byte) => byte === (at % 255) + 1));
});
