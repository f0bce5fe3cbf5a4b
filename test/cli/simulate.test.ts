import assert from "node:assert/strict";
import { test } from "node:test";
import { ringworld } from "./command.js";

test("a campaign is the same twice, and says what it did", { timeout: 120_000 }, async () => {
  const args = ["simulate", "--seed", "3", "--racks", "3", "--minutes", "0.001", "--json"];
  const [first, second] = [await ringworld(args), await ringworld(args)];
  assert.equal(first.code, 0, first.stderr);
  assert.deepEqual(first.stdout, second.stdout);
  const { worlds, appends, violations } = JSON.parse(first.stdout.toString());
  assert.ok(worlds >= 1 && appends > 0);
  assert.equal(violations, 0);
});

test("fewer than three racks are refused", async () => {
  const { code, stderr } = await ringworld(["simulate", "--racks", "2"]);
  assert.notEqual(code, 0);
  assert.match(stderr, /whole number from 3/);
});
