import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { CodedError } from "../../src/base/index.js";
import { splitEntries } from "../../src/cli/entries.js";

const bytes = (text: string) => new TextEncoder().encode(text);
const texts = (entries: Iterable<Uint8Array>) => [...entries].map((entry) => new TextDecoder().decode(entry));

test("an entry is a line; an empty line is an empty entry; the last line needs no newline", () => {
  assert.deepEqual(texts(splitEntries(bytes("a\n\nb"), { keepNewline: false })), ["a", "", "b"]);
  assert.deepEqual(texts(splitEntries(bytes("a\n\nb\n"), { keepNewline: false })), ["a", "", "b"]);
  assert.deepEqual(texts(splitEntries(bytes(""), { keepNewline: false })), []);
});

test("with newlines kept, the entries put together are the input, whatever it is", () => {
  const input = fc.uint8Array({ maxLength: 40_000 });
  const lines = fc.array(fc.constantFrom("", "x", "\n", "\n\n", "long ".repeat(3000)), { maxLength: 20 });
  fc.assert(
    fc.property(
      fc.oneof(
        input,
        lines.map((parts) => bytes(parts.join(""))),
      ),
      (given) => {
        const entries = [...splitEntries(given, { keepNewline: true })];
        assert.deepEqual(Buffer.concat(entries), Buffer.from(given));
        assert.ok(entries.every((entry) => entry.length > 0 && entry.length <= 9000));
      },
    ),
  );
});

test("chunks have one size, but for the last", () => {
  const chunks = [...splitEntries(new Uint8Array(25), { keepNewline: false, chunkBytes: 10 })];
  assert.deepEqual(
    chunks.map((chunk) => chunk.length),
    [10, 10, 5],
  );
});

test("a line that no entry can hold is refused with its number", () => {
  const input = bytes(`short\n${"x".repeat(9001)}\n`);
  assert.throws(
    () => [...splitEntries(input, { keepNewline: false })],
    (error) =>
      error instanceof CodedError && error.code === "LOG-TOO-LARGE" && error.message.includes("line 2"),
  );
});
