import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { ringworld, temporaryDirectory } from "./command.js";

/** Lines as real files have them: empty, long, and not UTF-8. */
function awkwardInput(): Buffer {
  const lines = Array.from({ length: 120 }, (_, number) => {
    if (number % 10 === 3) return Buffer.from("\n");
    if (number % 40 === 7)
      return Buffer.concat([Buffer.alloc(8191, 0x61 + (number % 26)), Buffer.from("\n")]);
    if (number % 10 === 5) return Buffer.from([0xff, 0xfe, 0x80, number, 0x0a]);
    return Buffer.from(`line ${number}\n`);
  });
  return Buffer.concat([...lines, Buffer.from("no newline at the end")]);
}

test("run gives back the same bytes in both pending modes", { timeout: 120_000 }, async () => {
  const directory = temporaryDirectory();
  try {
    const file = path.join(directory.path, "input");
    const input = awkwardInput();
    writeFileSync(file, input);
    const { code, stdout, stderr } = await ringworld(["run", file, "--json"]);
    assert.equal(code, 0, stderr);
    const results = stdout
      .toString()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const sha256 = createHash("sha256").update(input).digest("hex");
    assert.deepEqual(
      results.map(({ mode, entries, sha256In, sha256Out }) => ({ mode, entries, sha256In, sha256Out })),
      ["ticket", "recirculate"].map((mode) => ({ mode, entries: 121, sha256In: sha256, sha256Out: sha256 })),
    );
    const [ticket, recirculate] = results;
    assert.ok(recirculate.recirculationsPerAppend > ticket.recirculationsPerAppend);
  } finally {
    directory.remove();
  }
});

test("a file that is not there is a fault of the caller, told in one line", async () => {
  const { code, stderr } = await ringworld(["run", "/no/such/file"]);
  assert.equal(code, 1);
  assert.match(stderr, /^INPUT-FILE: cannot read \/no\/such\/file: ENOENT/);
});

test("a fabric that is wrong is refused with its places, and nothing is started", async () => {
  const directory = temporaryDirectory();
  try {
    const file = path.join(directory.path, "fabric.yaml");
    writeFileSync(file, "name: broken\nracks: 3\n");
    const { code, stderr } = await ringworld(["run", "--fabric", file]);
    assert.equal(code, 1);
    assert.match(stderr, /fabric\.yaml:2:8: /);
  } finally {
    directory.remove();
  }
});
