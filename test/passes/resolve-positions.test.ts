import assert from "node:assert/strict";
import { test } from "node:test";
import { CodedError } from "../../src/base/index.js";
import { resolveError, sourceMapResolver } from "../../src/passes/index.js";

/** Line 1: column 0 is src/a.ts 1:0, column 6 is src/a.ts 3:4; line 2: column 2 is src/b.ts 2:1. */
const map = JSON.stringify({
  version: 3,
  sources: ["../src/a.ts", "../src/b.ts"],
  mappings: "AAAA,MAEI;ECDH",
});

const resolve = sourceMapResolver({
  root: "/home/me",
  readText: (path) => (path === "/home/me/build/a.js.map" ? map : undefined),
});

test("a place in a compiled file is one in its source", () => {
  const file = "file:///home/me/build/a.js";
  assert.deepEqual(resolve({ file, line: 1, column: 1 }), { file: "src/a.ts", line: 1, column: 1 });
  assert.deepEqual(resolve({ file, line: 1, column: 7 }), { file: "src/a.ts", line: 3, column: 5 });
  assert.deepEqual(resolve({ file, line: 1, column: 99 }), { file: "src/a.ts", line: 3, column: 5 });
  assert.deepEqual(resolve({ file, line: 2, column: 3 }), { file: "src/b.ts", line: 2, column: 2 });
});

test("a place that the map does not know is named as it is, from the root", () => {
  const file = "file:///home/me/build/a.js";
  assert.deepEqual(resolve({ file, line: 9, column: 1 }), { file: "build/a.js", line: 9, column: 1 });
});

test("a file without a map, or outside of the root, keeps its name", () => {
  const inside = { file: "/home/me/build/b%20c.js", line: 1, column: 2 };
  assert.deepEqual(resolve(inside), { ...inside, file: "build/b%20c.js" });
  const outside = { file: "file:///opt/b%20c.js", line: 1, column: 2 };
  assert.deepEqual(resolve(outside), { ...outside, file: "/opt/b c.js" });
});

test("text that is no source map is no map", () => {
  for (const text of ["", "{", "[]", "null", '{"sources":[1],"mappings":""}', '{"sources":[]}']) {
    const broken = sourceMapResolver({ root: "/r", readText: () => text });
    const position = { file: "/r/a.js", line: 1, column: 1 };
    assert.deepEqual(broken(position), { ...position, file: "a.js" });
  }
});

test("the diagnostics of an error are resolved, other errors stay", () => {
  const position = { file: "file:///home/me/build/a.js", line: 1, column: 7 };
  const resolved = resolveError(new CodedError({ code: "DSL-WIDTH", message: "wrong", position }), resolve);
  assert.ok(resolved instanceof CodedError);
  assert.equal(resolved.message, "src/a.ts:3:5: DSL-WIDTH: wrong");
  const other = new Error("other");
  assert.equal(resolveError(other, resolve), other);
});
