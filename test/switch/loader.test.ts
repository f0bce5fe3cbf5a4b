import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CodedError, randomBelow, seededRandom } from "../../src/base/index.js";
import { loadProgram } from "../../src/switch/index.js";
import { TestBench } from "./support/bench.js";
import { bmv2, calls, field, type Json, primitive } from "./support/bmv2.js";
import { featureJson } from "./support/feature-program.js";

const HEADERS = [{ name: "h", fields: [["a", 8]] as const }];
const MUTANTS = 3000;

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

type Mutable = { [key: string]: Mutable } | Mutable[] | string | number | boolean | null;

/** All places of a value where something hangs. */
function places(value: Mutable, found: [Mutable[] | { [key: string]: Mutable }, string | number][] = []) {
  if (typeof value !== "object" || value === null) return found;
  for (const key of Object.keys(value)) {
    const container = value as { [key: string]: Mutable };
    found.push([container, key]);
    const member = container[key];
    if (member !== undefined) places(member, found);
  }
  return found;
}

const STRANGE: readonly Mutable[] = [null, -1, 1e9, 0.5, "", "0x", "zz", [], {}, true, "__proto__", 0, [[]]];

describe("mutated programs", () => {
  it(`${MUTANTS} of them: each is refused with a code or runs`, () => {
    const random = seededRandom(3);
    let refusedCount = 0;
    for (let count = 0; count < MUTANTS; count++) {
      const mutant = JSON.parse(featureJson) as Mutable;
      const all = places(mutant);
      const [container, key] = all[randomBelow(random, all.length)] ?? [{}, ""];
      const other = all[randomBelow(random, all.length)];
      const choice = randomBelow(random, 3);
      const holder = container as { [key: string]: Mutable };
      if (choice === 0) delete holder[key];
      else if (choice === 1) holder[key] = STRANGE[randomBelow(random, STRANGE.length)] ?? null;
      else if (other !== undefined)
        holder[key] = structuredClone((other[0] as { [key: string]: Mutable })[other[1]] ?? null);
      const json = JSON.stringify(mutant);
      if (refusal(json) !== "") refusedCount += 1;
      else new TestBench(json).send(count % 16, "0102030405");
    }
    assert(refusedCount > MUTANTS / 4, `only ${refusedCount} were refused`);
  });
});
