import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
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

test("fewer than two racks are refused", async () => {
  const { code, stderr } = await ringworld(["simulate", "--racks", "1"]);
  assert.notEqual(code, 0);
  assert.match(stderr, /whole number from 2/);
});

test("a campaign with a journal goes on where it ended", { timeout: 240_000 }, async () => {
  const directory = mkdtempSync(path.join(tmpdir(), "simulate-"));
  const journal = path.join(directory, "journal.jsonl");
  const run = (worlds: number) =>
    ringworld(["simulate", "--worlds", `${worlds}`, "--racks", "3", "--journal", journal, "--json"]);
  const [first, second] = [await run(2), await run(3)];
  assert.equal(second.code, 0, second.stderr);
  const whole = await ringworld(["simulate", "--worlds", "3", "--racks", "3", "--json"]);
  assert.deepEqual(JSON.parse(second.stdout.toString()), JSON.parse(whole.stdout.toString()));
  assert.equal(JSON.parse(first.stdout.toString()).worlds, 2);
  writeFileSync(journal, "no journal\n");
  const refused = await run(3);
  assert.notEqual(refused.code, 0);
  assert.match(refused.stderr, /SIMULATION-JOURNAL/);
  rmSync(directory, { recursive: true });
});
