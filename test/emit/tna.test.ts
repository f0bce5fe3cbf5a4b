import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { CodedError } from "../../src/base/index.js";
import { emitTna } from "../../src/emit/index.js";
import { resolvePositions } from "../../src/passes/index.js";
import * as programs from "../../src/programs/index.js";
import { corpus } from "../dsl/corpus/index.js";
import { golden, resolver } from "./p4-support.js";

/** Programs of the corpus that Tofino 1 cannot run, and why. All others compile. */
const refused: Readonly<Record<string, string>> = {
  arithmetic: "TNA-ARITHMETIC",
  bitwise: "TNA-SHIFT",
  comparisons: "TNA-COMPARE",
  slices_and_concatenation: "TNA-EXPRESSION",
  casts: "TNA-COMPARE",
  signed_numbers: "TNA-ARITHMETIC",
  conditionals_and_variables: "TNA-EXPRESSION",
  named_types: "TNA-COMPARE",
  looking_ahead: "TNA-PARSER",
  union_of_headers: "TNA-HEADER-UNION",
  variable_length: "TNA-PARSER",
  checksum_with_payload: "TNA-CHECKSUM",
  ternary_match: "TNA-RANGE",
  switch_on_value: "TNA-COMPARE",
  table_in_two_branches: "TNA-COMPARE",
  conditions_in_parser: "TNA-PARSER",
  recirculation_with_metadata: "TNA-RECIRCULATE",
  wide_identity: "TNA-COMPARE",
  stateful_firewall: "TNA-COMPARE",
  heavy_hitters: "TNA-EXPRESSION",
  provider_bridge: "TNA-PARSER",
  rate_limiter: "TNA-METER",
  port_mirror: "TNA-CLONE",
  bools_everywhere: "TNA-EXPRESSION",
  campus_switch: "TNA-PARSER",
  telemetry_switch: "TNA-TRUNCATE",
  register_with_condition: "TNA-REGISTER-LAW",
  hashes: "TNA-HASH",
  random_numbers: "TNA-RANDOM",
  clones_of_ingress: "TNA-CLONE",
  clones_of_egress: "TNA-CLONE",
  truncation: "TNA-TRUNCATE",
  intrinsics: "TNA-ARITHMETIC",
  standard_metadata_of_v1model: "TNA-V1MODEL",
  leaving: "TNA-EXPRESSION",
};

function emitted(program: (typeof corpus)[number]): string {
  return emitTna(resolvePositions(program.ir, resolver));
}

for (const program of corpus) {
  const code = refused[program.name];
  if (code === undefined) {
    test(`${program.name}: the TNA program is what the golden says`, () => {
      const { expected, actual } = golden(`tna/${program.name}.p4`, emitted(program));
      assert.equal(actual, expected);
    });
  } else {
    test(`${program.name} is refused for Tofino: ${code}, at a line of its source`, () => {
      assert.throws(
        () => emitted(program),
        (error: unknown) => {
          assert.ok(error instanceof CodedError, String(error));
          const [first] = error.diagnostics;
          assert.equal(error.code, code);
          assert.match(first?.position?.file ?? "", /\.ts$/);
          assert.ok(first?.help, "it says what to do");
          return true;
        },
      );
    });
  }
}

test("every refusal in the table is of a program of the corpus", () => {
  const names = new Set(corpus.map(({ name }) => name));
  assert.deepEqual(
    Object.keys(refused).filter((name) => !names.has(name)),
    [],
  );
});

for (const program of Object.values(programs)) {
  test(`${program.name}: emitting for Tofino twice gives the same bytes`, () => {
    assert.equal(emitted(program), emitted(program));
  });
}

/** Tofino's compiler takes seconds for each program: every fourth of the corpus, or all when TOFINO=all. */
const sampleStep = process.env.TOFINO === "all" ? 1 : 4;
const hasTofino = spawnSync("p4c", ["--target-help"], { encoding: "utf8" }).stdout?.includes("tofino-tna");

/** What cannot be avoided: the compiler's own loop, annotations for P4Info, sizes that the program itself asks for. */
const unavoidable = /min_parse_depth_accept_loop|Unknown annotation|Shrinking table|warnings? generated/;

function tofinoSays(text: string): readonly string[] {
  const directory = mkdtempSync(path.join(tmpdir(), "tofino-"));
  try {
    const source = path.join(directory, "program.p4");
    writeFileSync(source, text);
    const args = ["--target", "tofino", "--arch", "tna", "-o", path.join(directory, "out"), source];
    const { status, stdout, stderr } = spawnSync("p4c", args, { encoding: "utf8", timeout: 540_000 });
    const said = `${stdout}${stderr}`
      .split("\n")
      .filter((line) => /warning|error|Bug/.test(line) && !unavoidable.test(line));
    return status === 0 ? said : [`exit code ${status}`, ...said];
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const compiled = corpus
  .filter(({ name }) => refused[name] === undefined)
  .filter((_, position) => position % sampleStep === 0);

for (const program of compiled) {
  test(`${program.name}: p4c compiles it for Tofino without an avoidable warning`, {
    skip: !hasTofino && "p4c with a Tofino backend is not on PATH",
  }, () => {
    assert.deepEqual(tofinoSays(emitted(program)), []);
  });
}
