import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import ts from "typescript";
import {
  extract,
  metadata,
  parser,
  state,
  switchProgram,
  type Table,
  type TableAction,
  type TableKeys,
} from "../../src/dsl/index.js";
import { emitArtifacts } from "../../src/emit/index.js";
import { hdr } from "../../src/programs/headers.js";
import { blocks, evaluate } from "./examples.js";
import { root, textOf } from "./source.js";

/** The P4 of a program that only applies a table, without comments and indentation. */
function p4Of(table: Table<TableKeys, readonly TableAction[]>): string {
  const program = switchProgram("example", {
    headers: hdr,
    metadata: metadata({}),
    parser: parser({ start: state([extract(hdr.ipv4)], "accept") }),
    ingress: [table.apply()],
    deparser: [hdr.ipv4],
  });
  return plain(emitArtifacts(program.ir).v1modelP4);
}

function plain(p4: string): string {
  const lines = p4.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "" && !line.startsWith("//")).join("\n");
}

test("the example of the README generates what stands below it", async () => {
  const readme = textOf("README.md");
  const [example = ""] = blocks(readme, "ts");
  const [generated = ""] = blocks(readme, "p4");
  const { dscpClass } = await evaluate(example);
  const p4 = p4Of(dscpClass as Table<TableKeys, readonly TableAction[]>);
  assert.ok(p4.includes(plain(generated)), `${plain(generated)}\nis not part of\n${p4}`);
});

test("the README's links lead somewhere", () => {
  const links = [...textOf("README.md").matchAll(/\]\(([^)#]+)/g)].map(([, target]) => target ?? "");
  const missing = links.filter(
    (target) => !target.startsWith("http") && !ts.sys.fileExists(path.join(root, target)),
  );
  assert.deepEqual(
    missing.filter((target) => !ts.sys.directoryExists(path.join(root, target))),
    [],
  );
});

test("the README names the commands that make knows", () => {
  const targets = new Set([...textOf("Makefile").matchAll(/^([a-z0-9-]+):/gm)].map(([, name]) => name));
  const named = blocks(textOf("README.md"), "sh").flatMap((block) =>
    [...block.matchAll(/^make ([a-z0-9-]+)/gm)].map(([, name]) => name),
  );
  assert.ok(named.length >= 2);
  assert.deepEqual(
    named.filter((name) => !targets.has(name)),
    [],
  );
});
