import assert from "node:assert/strict";
import { test } from "node:test";
import { ofNewestView, viewAfter, viewDistance } from "../../src/ringworld/index.js";

test("view numbers wrap, and leave out 0", () => {
  assert.equal(viewAfter(1), 2);
  assert.equal(viewAfter(0xffff_ffff), 1);
  assert.ok(viewDistance(0xffff_ffff, 1) > 0);
  assert.ok(viewDistance(1, 0xffff_ffff) < 0);
  assert.equal(viewDistance(7, 7), 0);
});

test("no view is older than every view", () => {
  for (const view of [1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff]) {
    assert.ok(viewDistance(0, view) > 0);
    assert.ok(viewDistance(view, 0) < 0);
  }
  assert.equal(viewDistance(0, 0), 0);
});

test("of entries around the wrap the newest ones count", () => {
  const held = [0xffff_fffe, 2, 0xffff_ffff, 2].map((view, at) => ({ view, at }));
  assert.deepEqual(
    ofNewestView(held).map(({ at }) => at),
    [1, 3],
  );
});
