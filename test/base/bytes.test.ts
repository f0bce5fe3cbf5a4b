import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  concatBytes,
  digest32,
  equalBytes,
  fromHex,
  readBits,
  readWideBits,
  serialAdd,
  serialDistance,
  toHex,
  writeBits,
  writeWideBits,
} from "../../src/base/index.js";

/** The bits of some bytes as text, the dumb way. */
const bitsOf = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");

test("bits are read and written where a string of bits has them", () => {
  const bytes = fc.uint8Array({ minLength: 24, maxLength: 24 });
  fc.assert(
    fc.property(
      bytes,
      fc.nat(60),
      fc.integer({ min: 1, max: 100 }),
      fc.bigInt(0n, 2n ** 100n),
      (given, at, width, any) => {
        const bits = bitsOf(given);
        assert.equal(readWideBits(given, at, width), BigInt(`0b${bits.slice(at, at + width)}`));
        const value = BigInt.asUintN(width, any);
        writeWideBits(given, at, width, value);
        const written = value.toString(2).padStart(width, "0");
        assert.equal(bitsOf(given), bits.slice(0, at) + written + bits.slice(at + width));
        if (width <= 32) {
          assert.equal(BigInt(readBits(given, at, width)), value);
          writeBits(given, at, width, 0);
          assert.equal(readBits(given, at, width), 0);
        }
      },
    ),
  );
});

test("hexadecimal text is the inverse of itself and refuses other text", () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => assert.deepEqual(fromHex(toHex(bytes)), bytes)));
  assert.deepEqual(fromHex("0A:ff 01"), Uint8Array.of(10, 255, 1));
  assert.equal(fromHex("0"), undefined);
  assert.equal(fromHex("zz"), undefined);
});

test("bytes are joined and compared", () => {
  const joined = concatBytes([Uint8Array.of(1, 2), new Uint8Array(0), Uint8Array.of(3)]);
  assert.deepEqual(joined, Uint8Array.of(1, 2, 3));
  assert.ok(equalBytes(joined, Uint8Array.of(1, 2, 3)));
  assert.ok(!equalBytes(joined, Uint8Array.of(1, 2)));
  assert.ok(!equalBytes(joined, Uint8Array.of(1, 2, 4)));
});

test("a digest depends on every byte, on the length and on the seed", () => {
  const bytes = Uint8Array.from({ length: 37 }, (_, at) => at);
  const digest = digest32(bytes, 1);
  assert.equal(digest32(bytes.slice(), 1), digest);
  assert.notEqual(digest32(bytes, 2), digest);
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = bytes.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    assert.notEqual(digest32(changed, 1), digest);
  }
  const lengths = new Set(Array.from({ length: 64 }, (_, length) => digest32(new Uint8Array(length))));
  assert.equal(lengths.size, 64);
});

test("serial numbers compare across the wrap", () => {
  assert.equal(serialDistance(0xffff_fffe, 3), 5);
  assert.equal(serialDistance(3, 0xffff_fffe), -5);
  assert.equal(serialAdd(0xffff_ffff, 2), 1);
});
