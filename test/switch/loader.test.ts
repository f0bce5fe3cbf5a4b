import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CodedError } from "../../src/base/index.js";
import { loadProgram } from "../../src/switch/index.js";
import { bmv2, calls, field, type Json, primitive } from "./support/bmv2.js";

const HEADERS = [{ name: "h", fields: [["a", 8]] as const }];

function refusal(json: string): string {
  try {
    loadProgram(json);
  } catch (error) {
    assert(error instanceof CodedError, String(error));
    return error.message;
  }
  return "";
}

function program(primitives: readonly Json[], top: { readonly [key: string]: Json } = {}): string {
  return bmv2({ headers: HEADERS, actions: [{ name: "act", primitives }], ingress: calls(0), top });
}

describe("refused programs say what and where", () => {
  const refused: readonly (readonly [what: string, json: string, message: RegExp])[] = [
    ["no JSON", "{", /^SWITCH-JSON: \$: not JSON/],
    ["no object", "[]", /^SWITCH-JSON: \$: expected an object, found an array/],
    ["no headers", "{}", /^SWITCH-REFERENCE: \$\.headers: the program has no field standard_metadata/],
    ["another version", '{"__meta__": {"version": [3, 0]}}', /^SWITCH-UNSUPPORTED: \$\.__meta__\.version/],
    [
      "an unknown primitive",
      program([primitive("fly")]),
      /^SWITCH-UNSUPPORTED: \$\.actions\[0\]\.primitives\[0\]: the primitive fly\n {2}Use a primitive/,
    ],
    [
      "an unknown field",
      program([primitive("assign", field("h", "zz"), field("h", "a"))]),
      /^SWITCH-REFERENCE: .*parameters\[0\]\.value: header h has no field zz/,
    ],
    [
      "a target that is none",
      program([primitive("assign", { type: "hexstr", value: "0x1" }, field("h", "a"))]),
      /^SWITCH-JSON: .*parameters\[0\]: expected something that can be assigned/,
    ],
    [
      "a parameter that is not there",
      program([primitive("assign", field("h", "a"), { type: "runtime_data", value: 0 })]),
      /^SWITCH-JSON: .*expected an integer from 0 to -1/,
    ],
    [
      "an enormous register",
      program([], { register_arrays: [{ name: "r", id: 0, size: 60_000_000, bitwidth: 256 }] }),
      /^SWITCH-LIMIT: \$\.register_arrays\[0\]/,
    ],
    [
      "an unknown hash",
      program([], { calculations: [{ name: "c", id: 0, algo: "md5", input: [] }] }),
      /^SWITCH-UNSUPPORTED: \$\.calculations\[0\]\.algo: the algorithm md5\n {2}Use one of crc/,
    ],
    [
      "a pipeline in a circle",
      bmv2({ headers: HEADERS, actions: [{ name: "act", primitives: [] }], ingress: calls(0, "call_0") }),
      /^SWITCH-LOOP: \$\.pipelines\[0\]: the control flow comes back to call_0/,
    ],
  ];
  for (const [what, json, message] of refused) {
    it(what, () => assert.match(refusal(json), message));
  }

  it("expressions nested without end", () => {
    let nested = "0";
    for (let depth = 0; depth < 20_000; depth++) {
      nested = `{"type":"expression","value":{"op":"~","left":null,"right":${nested}}}`;
    }
    const json = program([]).replace(
      '"primitives":[]',
      `"primitives":[{"op":"assign","parameters":[${nested},0]}]`,
    );
    assert.match(refusal(json), /^SWITCH-LIMIT: .*nested more than 1000 deep/s);
  });
});
