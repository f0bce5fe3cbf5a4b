import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { blocks } from "../house/examples.js";
import { textOf } from "../house/source.js";
import { root, temporaryDirectory } from "./command.js";

/** Runs an example as a person would type it, with `ringworld` on the path. */
function shell(script: string, directory: string): string {
  const command = path.join(directory, "ringworld");
  writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${root}/build/src/cli/main.js" "$@"\n`);
  chmodSync(command, 0o755);
  const env = { ...process.env, PATH: `${directory}:${process.env.PATH}` };
  const { status, stdout, stderr } = spawnSync("sh", ["-ec", script], {
    cwd: directory,
    env,
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  return stdout;
}

const [killing = "", trying = "", changing = ""] = blocks(textOf("docs/OPERATIONS.md"), "sh");

test("the example of docs/OPERATIONS.md appends before and after the kill of a switch", () => {
  const directory = temporaryDirectory();
  try {
    assert.match(shell(killing, directory.path), /^\d+\n\d+\nbefore\nafter\n$/);
  } finally {
    directory.remove();
  }
});

test("the second example of docs/OPERATIONS.md draws the pauses", () => {
  const directory = temporaryDirectory();
  try {
    assert.match(shell(trying, directory.path), /acknowledged entries are in the log, once/);
    assert.ok(existsSync(path.join(directory.path, "figures", "chaos.svg")));
  } finally {
    directory.remove();
  }
});

test("the third example of docs/OPERATIONS.md adds a rack and appends from it", () => {
  const directory = temporaryDirectory();
  try {
    const printed = shell(changing, directory.path);
    assert.match(printed, /^\+ switches s5$/m);
    assert.match(printed, /^five-racks is in force/m);
    assert.match(printed, /\nbefore\nafter\n$/);
  } finally {
    directory.remove();
  }
});
