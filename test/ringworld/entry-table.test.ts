import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { EntryTable } from "../../src/ringworld/entry-table.js";
import { indexFields } from "../../src/wire/index.js";

test("a table holds what was last put at each index, through any growth", () => {
  const index = fc.oneof(fc.bigInt(1n, 40n), fc.bigInt(1n, 2n ** 64n - 1n));
  fc.assert(
    fc.property(fc.array(fc.tuple(index, fc.nat(), fc.nat()), { maxLength: 3000 }), (puts) => {
      const table = new EntryTable();
      const model = new Map<bigint, { view: number; tag: number; position: number }>();
      for (const [at, view, tag] of puts) {
        const entry = { view, tag, position: model.size * 2 ** 33 };
        table.set(indexFields(at), entry);
        model.set(at, entry);
      }
      assert.equal(table.size, model.size);
      assert.equal(
        table.largest,
        [...model.keys()].reduce((max, at) => (at > max ? at : max), 0n),
      );
      for (const [at, entry] of model) assert.deepEqual(table.get(indexFields(at)), entry);
      assert.equal(table.get(indexFields(0n)), undefined);
    }),
    { numRuns: 30 },
  );
});

test("consecutive indices of one stripe do not crowd together", () => {
  const table = new EntryTable();
  for (let at = 1; at <= 200_000; at += 1)
    table.set({ index_hi: 0, index_lo: at * 4 }, { view: 1, tag: at, position: at });
  assert.equal(table.size, 200_000);
  assert.equal(table.get({ index_hi: 0, index_lo: 4 * 123_456 })?.tag, 123_456);
  assert.equal(table.get({ index_hi: 1, index_lo: 4 * 123_456 }), undefined);
});
