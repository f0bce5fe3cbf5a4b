import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { p4info } from "p4runtime-js-grpc/messages";
import { parseP4Info, printP4Info, schema, TextFormatError } from "p4runtime-js-grpc/text";
import { emitArtifacts } from "../../src/emit/index.js";
import { root } from "./p4-support.js";
import { allPrograms } from "./support/programs.js";

const protoDirectory = path.join(root, "src/p4runtime/proto");
const skipWithoutProtoc = spawnSync("protoc", ["--version"]).status === 0 ? false : "protoc is not on PATH";

test("the schema says what the .proto files say", () => {
  const declared = ["p4info", "p4types"].flatMap((file) => {
    return fieldsOfProto(readFileSync(path.join(protoDirectory, `p4/config/v1/${file}.proto`), "utf8"));
  });
  const known = [...schema.messages]
    .filter(([name]) => name !== "Any")
    .flatMap(([name, fields]) => fields.map((field) => `${name} ${field.number} ${field.name}`));
  assert.deepEqual(known.sort(), declared.sort());
});

/** `Message number name` for every field of a .proto file, nested messages with a dot. */
function fieldsOfProto(text: string): string[] {
  const fields: string[] = [];
  const nesting: { name: string; isMessage: boolean }[] = [];
  for (const line of text.replaceAll(/\/\*[\s\S]*?\*\//g, "").split("\n")) {
    const code = line.replace(/\/\/.*/, "").trim();
    const opened = /^(message|enum|oneof) (\w+) \{/.exec(code);
    if (opened) nesting.push({ name: opened[2] ?? "", isMessage: opened[1] === "message" });
    const field = /(\w+) = (\d+);/.exec(code);
    const inEnum = nesting.at(-1)?.isMessage === false && /^[A-Z_]+ =/.test(code);
    if (field && nesting.length > 0 && !inEnum) {
      const message = nesting.filter(({ isMessage }) => isMessage).map(({ name }) => name);
      fields.push(`${message.join(".")} ${field[2]} ${field[1]}`);
    }
    if (code.endsWith("}")) nesting.pop();
  }
  return fields;
}

for (const { name, ir } of allPrograms) {
  test(`${name}: reading what was printed gives the same message`, () => {
    const { p4infoText, p4infoBinary } = emitArtifacts(ir);
    const parsed = parseP4Info(p4infoText);
    assert.deepEqual(p4info.P4Info.encode(parsed).finish(), p4infoBinary);
    assert.equal(printP4Info(parsed), p4infoText);
  });

  test(`${name}: protoc prints the same text`, { skip: skipWithoutProtoc }, () => {
    const { p4infoText, p4infoBinary } = emitArtifacts(ir);
    const files = ["p4/config/v1/p4info.proto", `--proto_path=${protoDirectory}`];
    const decoded = spawnSync("protoc", ["--decode", "p4.config.v1.P4Info", ...files], {
      input: p4infoBinary,
    });
    assert.equal(decoded.stderr.toString(), "");
    assert.equal(p4infoText.replace(/^(#.*\n)+\n/, ""), decoded.stdout.toString());
  });
}

test("any string survives printing and parsing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const info = p4info.P4Info.create({ pkgInfo: { name: text } });
      assert.equal(parseP4Info(printP4Info(info)).pkgInfo?.name, text);
    }),
  );
});

test("the text may be written in any way that text format allows", () => {
  const parsed = parseP4Info(`
    pkg_info: < arch: 'v1' "model"; >  # a comment
    tables { preamble { id: 0x2000001, alias: "\\x61\\142" }, direct_resource_ids: [1, 2] is_const_table: true }
    actions { preamble { id: 16777217 } }
    type_info { new_types { key: "port_t" value { translated_type { uri: "u" sdn_string {} } } } }
  `);
  assert.equal(parsed.pkgInfo?.arch, "v1model");
  assert.equal(parsed.tables[0]?.preamble?.id, 0x2000001);
  assert.equal(parsed.tables[0]?.preamble?.alias, "ab");
  assert.deepEqual(parsed.tables[0]?.directResourceIds, [1, 2]);
  assert.equal(parsed.tables[0]?.isConstTable, true);
  assert.equal(parsed.typeInfo?.newTypes.port_t?.representation?.$case, "translatedType");
});

const refusals: readonly (readonly [text: string, line: number, column: number, message: RegExp])[] = [
  ["pkg_info { arch: 5 }", 1, 18, /expected a string/],
  ["pkg_info {\n  colour: 1\n}", 2, 3, /PkgInfo has no field colour/],
  ["tables { size: many }", 1, 16, /expected a whole number/],
  ["tables { match_fields { match_type: SOMEHOW } }", 1, 37, /has no SOMEHOW/],
  ["tables { match_fields { match_type: EXACT other_match_type: 'x' } }", 1, 61, /match is given twice/],
  ['pkg_info { arch: "a"', 1, 21, /expected a field of PkgInfo or }/],
  ["tables }", 1, 8, /expected {/],
  ['pkg_info { arch: "\\q" }', 1, 18, /unknown escape/],
  ['pkg_info { arch: "\\377" }', 1, 18, /not UTF-8/],
  ["pkg_info ! {}", 1, 10, /unexpected character/],
];

for (const [text, line, column, message] of refusals) {
  test(`refused: ${JSON.stringify(text)}`, () => {
    assert.throws(
      () => parseP4Info(text),
      (error) => {
        assert.ok(error instanceof TextFormatError);
        assert.match(error.message, message);
        assert.deepEqual([error.line, error.column], [line, column]);
        return true;
      },
    );
  });
}
