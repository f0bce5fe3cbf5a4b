import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeUtf8, encodeUtf8 } from "../../src/base/index.js";

test("texts are encoded as the platform encodes them, and come back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const bytes = encodeUtf8(text);
      assert.deepEqual([...bytes], [...new TextEncoder().encode(text)]);
      assert.equal(decodeUtf8(bytes), new TextDecoder().decode(bytes));
    }),
  );
});

test("bytes that are no UTF-8 are refused exactly where the platform refuses them", () => {
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const expected = (bytes: Uint8Array) => {
    try {
      return strict.decode(bytes);
    } catch {
      return undefined;
    }
  };
  const pieces = fc.oneof(
    fc.uint8Array({ maxLength: 6 }),
    fc.constantFrom("é", "€", "😀").map((text) => new TextEncoder().encode(text)),
    fc
      .constantFrom([0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80])
      .map((some) => Uint8Array.from(some)),
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 4 }), (parts) => {
      const bytes = Uint8Array.from(parts.flatMap((part) => [...part]));
      assert.equal(decodeUtf8(bytes), expected(bytes));
    }),
    { numRuns: 2_000 },
  );
});
