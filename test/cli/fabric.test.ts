import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { ringworld, temporaryDirectory } from "./command.js";

test("a fabric is printed with nothing left out, and what is printed is the same fabric", async () => {
  const directory = temporaryDirectory();
  try {
    const first = await ringworld(["fabric"]);
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout.toString(), /projection:\n {4}- stripe: 0/);
    const file = path.join(directory.path, "fabric.yaml");
    writeFileSync(file, first.stdout);
    const second = await ringworld(["fabric", file]);
    assert.equal(second.stdout.toString(), first.stdout.toString());
    const json = await ringworld(["fabric", file, "--json"]);
    assert.equal(JSON.parse(json.stdout.toString()).ring.hold_until_tick, false);
  } finally {
    directory.remove();
  }
});

test("a fabric file that is wrong is refused with its places", async () => {
  const directory = temporaryDirectory();
  try {
    const file = path.join(directory.path, "fabric.yaml");
    writeFileSync(file, "name: broken\nracks: 3\n");
    const { code, stderr } = await ringworld(["fabric", file]);
    assert.equal(code, 1);
    assert.match(stderr, /fabric\.yaml:2:8: /);
  } finally {
    directory.remove();
  }
});

test("a controller must be told of every switch, and of none that is not there", async () => {
  const directory = temporaryDirectory();
  const state = ["--state", directory.path];
  try {
    const some = await ringworld(["controller", ...state, "--addresses", "s1=127.0.0.1:1,s3=127.0.0.1:3"]);
    assert.equal(some.code, 1);
    assert.match(some.stderr, /^CONTROLLER-OPTION: --addresses says nothing of s2, s4/);
    const other = await ringworld(["controller", ...state, "--addresses", "s9=127.0.0.1:1"]);
    assert.match(other.stderr, /^CONTROLLER-OPTION: --addresses: "s9=127\.0\.0\.1:1" is not NAME=VALUE/);
  } finally {
    directory.remove();
  }
});
