import assert from "node:assert/strict";
import { test } from "node:test";
import { CodedError } from "../../src/base/index.js";
import {
  action,
  bit,
  exact,
  extract,
  header,
  headers,
  lpm,
  metadata,
  parser,
  type SwitchProgram,
  sendTo,
  state,
  switchProgram,
  table,
  when,
} from "../../src/dsl/index.js";
import { emitArtifacts } from "../../src/emit/index.js";
import { feature, hdr } from "../dsl/corpus/base.js";

const { data } = hdr;
const forward = action("forward", { port: bit(9) }, ({ port }) => [sendTo(port)]);
const routes = table("routes", { key: { a: exact(data.a) }, actions: [forward] });

function oddHeader(): SwitchProgram {
  const odd = headers({ odd: header("odd_t", { a: bit(8), b: bit(5) }) });
  return switchProgram("odd_header", {
    headers: odd,
    metadata: metadata({}),
    parser: parser({ start: state([extract(odd.odd)], "accept") }),
    ingress: sendTo(1),
    deparser: [odd.odd],
  });
}

const refused: readonly (readonly [
  what: string,
  build: () => SwitchProgram,
  code: string,
  message: RegExp,
])[] = [
  [
    "a table that is applied in two places",
    () => feature("twice", [when(data.b.equals(1), routes.apply()), routes.apply()]),
    "BMV2-TABLE-TWICE",
    /the table ingress\.routes is applied a second time/,
  ],
  [
    "two prefixes in one key",
    () => {
      const key = { a: lpm(data.d), b: lpm(data.c) };
      return feature("two_prefixes", table("prefixes", { key, actions: [forward] }).apply());
    },
    "BMV2-UNSUPPORTED",
    /BMv2 looks up one prefix a table, prefixes has more\n {2}Make the others ternary\./,
  ],
  ["a header that ends within a byte", oddHeader, "BMV2-HEADER-BYTES", /the header odd_t has 13 bits/],
];

for (const [what, build, code, message] of refused) {
  test(`refused: ${what}`, () => {
    const { ir } = build();
    assert.throws(
      () => emitArtifacts(ir),
      (error) => {
        assert.ok(error instanceof CodedError);
        assert.equal(error.code, code);
        assert.match(error.message, message);
        assert.match(error.diagnostics[0]?.position?.file ?? "", /bmv2-refusals\.test\.js$/);
        return true;
      },
    );
  });
}
