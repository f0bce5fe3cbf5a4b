import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { ringworld, root } from "./command.js";

/** The number, from 1, of the first line that has the text in it. */
function lineWith(file: string, text: string): number {
  const lines = readFileSync(path.join(root, file), "utf8").split("\n");
  const position = lines.findIndex((line) => line.includes(text));
  assert.ok(position >= 0, `no ${text} in ${file}`);
  return position + 1;
}

interface Origin {
  readonly file: string;
  readonly line: number;
  readonly source: { readonly file: string; readonly line: number; readonly column: number };
}

async function origins(place: string): Promise<readonly Origin[]> {
  const { code, stdout, stderr } = await ringworld(["generate", "--map", place, "--json"]);
  assert.equal(code, 0, stderr);
  const lines = stdout.toString().trim().split("\n");
  return lines.map((line): Origin => JSON.parse(line));
}

const program = "src/programs/router.ts";
const generated = "p4/router/v1model.p4";
const statement = "hdr.ipv4.ttl.set(hdr.ipv4.ttl.subtract(1))";
const printed = "hdr.ipv4.ttl = hdr.ipv4.ttl - 1;";

describe("generate --map", () => {
  it("tells the line of TypeScript behind a line of P4", async () => {
    const [origin, ...others] = await origins(`${generated}:${lineWith(generated, printed)}`);
    assert.deepEqual(others, []);
    assert.equal(origin?.source.file, program);
    assert.equal(origin.source.line, lineWith(program, statement));
  });

  it("tells the lines of P4 that a line of TypeScript has become", async () => {
    const found = await origins(`${program}:${lineWith(program, statement)}`);
    const place = found.find(({ file }) => file === generated);
    assert.equal(place?.line, lineWith(generated, printed));
  });

  it("takes the nearest line above where a line makes nothing itself", async () => {
    const key = lineWith(program, "key: { dst: lpm");
    const found = await origins(`${program}:${key + 2}`);
    assert.ok(found.length > 0 && found.every(({ source }) => source.line <= key + 2));
  });

  it("gives every line of a file with a source that exists", async () => {
    const all = await origins(generated);
    for (const { source } of all) {
      const lines = readFileSync(path.join(root, source.file), "utf8").split("\n");
      assert.ok(source.line <= lines.length && source.column <= (lines[source.line - 1]?.length ?? 0) + 1);
    }
    const filled = readFileSync(path.join(root, generated), "utf8")
      .split("\n")
      .filter((line) => line.trim() !== "");
    assert.ok(all.length / filled.length > 0.9, `${all.length} of ${filled.length} lines have a source`);
  });

  it("shows both lines to people", async () => {
    const { stdout } = await ringworld(["generate", "--map", `${generated}:${lineWith(generated, printed)}`]);
    assert.match(stdout.toString(), /^src\/programs\/router\.ts:\d+:\d+\n {4}hdr\.ipv4\.ttl\.set/);
    assert.ok(stdout.toString().includes(printed));
  });

  it("says so when it knows nothing of a place", async () => {
    const { code, stderr } = await ringworld(["generate", "--map", "src/programs/nothing.ts:1"]);
    assert.notEqual(code, 0);
    assert.match(stderr, /GENERATE-PLACE/);
  });
});
