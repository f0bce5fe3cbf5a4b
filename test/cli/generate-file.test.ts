// Programs in files of one's own, far from the checkout.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const main = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../src/cli/main.js");
const compiled = path.resolve(path.dirname(main), "../../user-programs");
const directory = mkdtempSync(path.join(tmpdir(), "my-switch-"));
after(() => rmSync(directory, { recursive: true }));

const program = `import { bit, extract, header, headers, metadata, parser, sendTo, state, switchProgram } from "software-defined-ring/dsl";
import { port } from "./port.js";

const hdr = headers({ ethernet: header("ethernet_t", { dst: bit(48), src: bit(48), etherType: bit(16) }) });

export const mySwitch = switchProgram("my_switch", {
  headers: hdr,
  metadata: metadata({}),
  parser: parser({ start: state([extract(hdr.ethernet)], "accept") }),
  ingress: sendTo(port),
  deparser: [hdr.ethernet],
});
`;

/** Runs the command on a file with this text, beside a file that it imports. */
function generate(name: string, text: string) {
  writeFileSync(path.join(directory, "port.ts"), "export const port = 3;\n");
  writeFileSync(path.join(directory, name), text);
  const args = [main, "generate", name, "--out", "out"];
  return spawnSync(process.execPath, args, { cwd: directory, encoding: "utf8" });
}

test("a program in a file of one's own becomes artifacts that name its lines", () => {
  const { status, stderr } = generate("my-switch.ts", program);
  assert.equal(stderr, "");
  assert.equal(status, 0);
  const p4 = readFileSync(path.join(directory, "out/my_switch/v1model.p4"), "utf8");
  assert.match(p4, /^\/\/ my_switch, generated from my-switch\.ts:6$/m);
  assert.match(p4, /standard_metadata\.egress_spec = 3;/);
});

test("programs of one file name in two folders do not meet", () => {
  for (const [folder, name] of [
    ["one", "switch_one"],
    ["two", "switch_two"],
  ] as const) {
    mkdirSync(path.join(directory, folder));
    const text = program.replace("my_switch", name);
    const { status, stderr } = generate(
      `${folder}/same.ts`,
      text.replace(/^import \{ port.*$/m, "const port = 3;"),
    );
    assert.equal(status, 0, stderr);
  }
  const folders = readdirSync(compiled).filter((name) => existsSync(path.join(compiled, name, "same.js")));
  assert.ok(folders.length >= 2, "each was compiled to a place of its own");
});

test("what TypeScript finds is told with the line", () => {
  const { status, stderr } = generate(
    "wrong.ts",
    program.replace("sendTo(port)", "sendTo(hdr.ethernet.src)"),
  );
  assert.equal(status, 1);
  assert.match(stderr, /^wrong\.ts:10:19: TS2345: Argument of type 'BitVariable<48>' is not assignable/);
});

test("what the language refuses is told with the line", () => {
  const { status, stderr } = generate("refused.ts", program.replace("sendTo(port)", "sendTo(512)"));
  assert.equal(status, 1);
  assert.equal(stderr, "refused.ts:10:12: DSL-RANGE: 512 does not fit bit<9>\n  It holds 0 to 511.\n");
});

test("both places of a name that is given twice are told from where the user stands", () => {
  const twice = program
    .replace("{ bit,", "{ bit, counter,")
    .replace("sendTo(port)", '[counter("c", 1, "bytes").count(0), counter("c", 2, "bytes").count(0)]');
  mkdirSync(path.join(directory, "sub"));
  const { status, stderr } = generate("sub/twice.ts", twice.replace(/^import \{ port.*\n/m, ""));
  assert.equal(status, 1);
  assert.match(stderr, /^sub\/twice\.ts:9:\d+: DSL-NAME-TAKEN: the name "c" is taken$/m);
  assert.match(stderr, /^sub\/twice\.ts:9:\d+: DSL-NAME-TAKEN: "c" was given here first$/m);
});

test("a file without a program, or no file, is refused", () => {
  const none = generate("none.ts", "export const nothing = 1;\n");
  assert.match(none.stderr, /^GENERATE-FILE: none\.ts exports no switch program\n {2}Write: export const/);
  const missing = spawnSync(process.execPath, [main, "generate", "gone.ts"], { encoding: "utf8" });
  assert.match(missing.stderr, /^GENERATE-FILE: there is no file gone\.ts\n/);
});
