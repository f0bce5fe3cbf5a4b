import assert from "node:assert/strict";
import { test } from "node:test";
import { standardCommands } from "../../src/vivace/index.js";
import { bytesOf, textOf } from "./support/show.js";

/** Runs commands one after the other on a new object: the results, and the state at the end. */
function run(...calls: readonly (readonly [string, string])[]): readonly [string[], string] {
  let state: Uint8Array | undefined;
  const results = calls.map(([name, argument]) => {
    const command = standardCommands.get(name);
    assert.ok(command, name);
    const outcome = command(state, bytesOf(argument));
    state = outcome.state;
    return textOf(outcome.result);
  });
  return [results, textOf(state ?? bytesOf(""))];
}

test("get, set and append", () => {
  const calls = [
    ["get", ""],
    ["set", "a"],
    ["append", "b"],
    ["get", ""],
    ["set", "c"],
  ] as const;
  assert.deepEqual(run(...calls), [["", "", "", "ab", "ab"], "c"]);
});

test("add counts beyond 64 bits, and refuses what is no number", () => {
  assert.deepEqual(run(["add", "5"], ["add", "-7"], ["add", "99999999999999999999"]), [
    ["5", "-2", "99999999999999999997"],
    "99999999999999999997",
  ]);
  for (const text of ["x", "-", "1.5", "0x10"]) assert.throws(() => run(["add", text]), /no whole number/);
});

test("add-line and remove-line keep a set of lines", () => {
  assert.deepEqual(
    run(
      ["add-line", "ann"],
      ["add-line", "bob"],
      ["add-line", "ann"],
      ["remove-line", "ann"],
      ["remove-line", "x"],
    ),
    [["added", "added", "", "removed", ""], "bob\n"],
  );
  assert.throws(() => run(["add-line", "a\nb"]), /more than one line/);
});

test("prepend-line keeps the newest lines that fit", () => {
  const lines = Array.from(
    { length: 100 },
    (_, number) => ["prepend-line", `${number}`.padEnd(99, "x")] as const,
  );
  const [, state] = run(...lines);
  assert.equal(state.split("\n").length - 1, 81);
  assert.ok(state.startsWith("99x") && state.endsWith("\n") && state.length <= 8192);
});

test("prepend-line refuses a line that does not fit, instead of dropping all lines", () => {
  const [, state] = run(["prepend-line", "old"], ["prepend-line", "x".repeat(8191)]);
  assert.equal(state, `${"x".repeat(8191)}\n`);
  assert.throws(() => run(["prepend-line", "old"], ["prepend-line", "x".repeat(8192)]), /more than 8191/);
});
