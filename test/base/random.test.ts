import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { randomBelow, randomFraction, randomUint64, seededRandom } from "../../src/base/index.js";

test("a seed gives the same numbers every time, another seed others", () => {
  const draw = (seed: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: 5 }, () => random.nextUint32());
  };
  assert.deepEqual(draw(42), draw(42));
  assert.notDeepEqual(draw(42), draw(43));
});

test("numbers stay below their bound and reach every value", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 50 }), (seed, bound) => {
      const random = seededRandom(seed);
      const seen = new Set<number>();
      for (let draw = 0; draw < bound * 40; draw += 1) seen.add(randomBelow(random, bound));
      assert.ok([...seen].every((value) => value >= 0 && value < bound));
      assert.ok(seen.size > bound * 0.9);
    }),
  );
});

test("bits are balanced", () => {
  const random = seededRandom(7);
  const ones = new Array<number>(32).fill(0);
  for (let draw = 0; draw < 10_000; draw += 1) {
    const value = random.nextUint32();
    for (let bit = 0; bit < 32; bit += 1) ones[bit] = (ones[bit] ?? 0) + ((value >>> bit) & 1);
  }
  assert.ok(
    ones.every((count) => Math.abs(count - 5_000) < 300),
    ones.join(" "),
  );
});

test("fractions and 64-bit numbers stay in range", () => {
  const random = seededRandom(1);
  for (let draw = 0; draw < 1_000; draw += 1) {
    const fraction = randomFraction(random);
    assert.ok(fraction >= 0 && fraction < 1);
    const wide = randomUint64(random);
    assert.equal(BigInt.asUintN(64, wide), wide);
  }
});
