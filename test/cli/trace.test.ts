import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { ringworld, root, temporaryDirectory } from "./command.js";

test("the example of docs/SWITCH.md shows the packet's way and what leaves", () => {
  const text = readFileSync(path.join(root, "docs/SWITCH.md"), "utf8");
  const [, script = ""] = /```sh\n([\s\S]*?)```/.exec(text) ?? [];
  const directory = temporaryDirectory();
  try {
    const command = `ringworld() { "${process.execPath}" "${root}/build/src/cli/main.js" "$@"; }\n`;
    const here = script.replaceAll("p4/router", path.join(root, "p4/router"));
    const output = execFileSync("sh", ["-ec", command + here], { cwd: directory.path, encoding: "utf8" });
    assert.match(
      output,
      /table ingress\.routes \(dst=0xa000105 lpm\): hit 0xa000100\/24, ingress\.set_next_hop/,
    );
    assert.match(output.trimEnd().split("\n").at(-1) ?? "", /out {3}port 1: 020000000009/);
  } finally {
    directory.remove();
  }
});

test("a trace as JSON is one object with every step", async () => {
  const packet = "ffffffffffff0200000000010800";
  const args = ["trace", "--program", "p4/router", "--port", "3", "--packet", packet, "--json"];
  const { code, stdout } = await ringworld(args);
  assert.equal(code, 0);
  const { port, steps } = JSON.parse(stdout.toString());
  assert.equal(port, 3);
  assert.deepEqual(steps[0], { kind: "arrive", port: 3, bytes: packet, timeUs: 0, copy: 0 });
  assert.ok(steps.some((step: { kind: string }) => step.kind === "parserError"));
  assert.equal(steps.at(-1).kind, "drop");
});

test("what cannot be traced is refused with its code", async () => {
  const directory = temporaryDirectory();
  try {
    const entries = path.join(directory.path, "entries.txt");
    writeFileSync(entries, "\ntable_add routes fly\n");
    const base = ["trace", "--program", "p4/router", "--port", "0"];
    const refused: readonly (readonly [string, readonly string[]])[] = [
      ["TRACE-PACKET", [...base, "--packet", "0g"]],
      ["SWITCH-JSON-FILE", ["trace", "--program", "p4/none", "--port", "0", "--packet", "00"]],
      ["TRACE-FILE", [...base, "--packet", "00", "--entries", path.join(directory.path, "none")]],
      ["entries.txt:2:1: SWITCH-COMMAND", [...base, "--packet", "00", "--entries", entries]],
    ];
    for (const [what, args] of refused) {
      const { code, stderr } = await ringworld(args);
      assert.equal(code, 1);
      assert.ok(stderr.includes(what), stderr);
    }
  } finally {
    directory.remove();
  }
});
