import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { BinaryHeap, Histogram } from "../../src/base/index.js";

test("a heap gives back its items in order, however pushes and pops mix", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.integer(), fc.constant("pop" as const))), (steps) => {
      const heap = new BinaryHeap<number>((left, right) => left < right);
      const model: number[] = [];
      for (const step of steps) {
        if (step === "pop") assert.equal(heap.pop(), model.shift());
        else {
          heap.push(step);
          model.push(step);
          model.sort((left, right) => left - right);
        }
        assert.equal(heap.peek(), model[0]);
        assert.equal(heap.size, model.length);
      }
    }),
  );
});

test("percentiles are those of the sorted values, within a bucket", () => {
  const values = fc.array(fc.integer({ min: 0, max: 2 ** 40 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 100, noNaN: true }), (list, percent) => {
      const histogram = new Histogram();
      for (const value of list) histogram.record(value);
      const sorted = [...list].sort((left, right) => left - right);
      const exact = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0;
      const found = histogram.percentile(percent);
      assert.ok(found >= exact && found <= exact + exact / 64, `${found} for ${exact}`);
      assert.equal(histogram.max, sorted.at(-1));
      assert.equal(histogram.count, list.length);
    }),
  );
});

test("small values are exact, and an empty histogram answers 0", () => {
  const histogram = new Histogram();
  assert.equal(histogram.percentile(50), 0);
  assert.equal(histogram.mean, 0);
  for (let value = 1; value <= 100; value += 1) histogram.record(value);
  assert.deepEqual(
    [1, 50, 99, 100].map((percent) => histogram.percentile(percent)),
    [1, 50, 99, 100],
  );
  assert.equal(histogram.mean, 50.5);
});
