import assert from "node:assert/strict";
import { test } from "node:test";
import { CodedError } from "../../src/base/index.js";
import {
  action,
  type Body,
  bit,
  clone,
  exact,
  extract,
  hash,
  header,
  headers,
  literal,
  metadata,
  mux,
  packet,
  parser,
  random,
  range,
  recirculate,
  register,
  registerAction,
  resubmit,
  type SwitchProgram,
  select,
  sendTo,
  state,
  switchProgram,
  table,
  truncate,
  when,
} from "../../src/dsl/index.js";
import { lowerToTna, type TnaCode } from "../../src/passes/index.js";
import { feature, hdr, meta } from "../dsl/corpus/base.js";

const { data } = hdr;
const one = literal(bit(1), 1);

const cells = register("cells", bit(32), 16);
const counted = registerAction("counted", cells, (cell) => ({ cell: cell.add(1), output: cell }));
const useA = action("use_a", {}, () => counted.execute({ index: 0, into: meta.word }));
const useB = action("use_b", {}, () => counted.execute({ index: 1, into: meta.word }));

function keyed(name: string, act: typeof useA | typeof useB) {
  return table(name, { key: { a: exact(data.a) }, actions: [act] }).apply();
}

const thrice = registerAction("thrice", cells, (cell) => ({
  output: mux(cell.equals(1).or(cell.equals(2)).or(cell.equals(3)), one, 0),
}));
const product = registerAction("product", cells, (cell) => ({ cell: cell.multiply(data.d) }));
const elsewhere = registerAction("elsewhere", cells, (cell) => ({ output: cell.add(data.d) }));
const wide = registerAction("wide", register("wide_cells", bit(64), 4), (cell) => ({ cell: cell.add(1) }));

const onlyIngress: readonly (readonly [TnaCode, string, Body])[] = [
  ["TNA-REGISTER-ACCESS", "two tables reach one register", [keyed("first", useA), keyed("second", useB)]],
  ["TNA-REGISTER-LAW", "three comparisons", thrice.execute({ index: 0, into: meta.one })],
  ["TNA-REGISTER-LAW", "a product in a register action", product.execute({ index: 0 })],
  ["TNA-REGISTER-LAW", "an output that is computed", elsewhere.execute({ index: 0, into: meta.word })],
  ["TNA-REGISTER-CELL", "cells of 64 bits", wide.execute({ index: 0 })],
  ["TNA-ARITHMETIC", "a product at run time", data.a.set(data.a.multiply(data.b))],
  ["TNA-ARITHMETIC", "a sum of 64 bits", data.e.set(data.e.add(1n))],
  ["TNA-SHIFT", "a shift by a field", data.d.set(data.d.shiftLeft(data.a))],
  ["TNA-COMPARE", "two words in a condition", when(data.d.equals(meta.word), data.a.set(1))],
  ["TNA-COMPARE", "an order of words", when(data.d.lessThan(1000), data.a.set(1))],
  ["TNA-COMPARE", "a sum in a condition", when(data.a.add(data.b).equals(3), data.a.set(1))],
  ["TNA-EXPRESSION", "a choice as a value", data.a.set(mux(data.b.equals(1), data.a, 0))],
  [
    "TNA-EXPRESSION",
    "a condition in an action",
    action("choose", {}, () => when(data.a.equals(1), data.b.set(1)))(),
  ],
  ["TNA-EXPRESSION", "a sum in the middle of a byte", data.e.setSlice(40, 9, data.d.xor(1))],
  ["TNA-HASH", "a hash that no unit computes", hash(data.c, "csum16", [data.a])],
  ["TNA-HASH", "a modulus of 1000", hash(meta.half, "crc16", [data.a], { base: 0, modulus: 1000 })],
  ["TNA-RANDOM", "a random number from 10", random(data.c, 10, 19)],
  [
    "TNA-RANGE",
    "a range over 32 bits",
    table("ranges", { key: { d: range(data.d) }, actions: [action("nothing", {}, () => [])] }).apply(),
  ],
  ["TNA-TRUNCATE", "a truncated packet", truncate(40)],
  ["TNA-CLONE", "a clone", clone("ingress", 5)],
  ["TNA-RECIRCULATE", "recirculation with metadata", recirculate([meta.small])],
  ["TNA-RESUBMIT", "more than 64 bits for a resubmission", resubmit([meta.wide, meta.small])],
  ["TNA-PACKET-LENGTH", "the length of the packet", data.c.set(packet.length)],
];

/** Programs that need more than an ingress. */
const whole: readonly (readonly [TnaCode, string, () => SwitchProgram])[] = [
  ["TNA-RECIRCULATE", "recirculation in egress", () => feature("late", sendTo(1), recirculate())],
  [
    "TNA-PARSER",
    "a select on a sum",
    () =>
      feature(
        "computed",
        sendTo(1),
        [],
        parser({
          start: state(
            [extract(hdr.ethernet)],
            select(hdr.ethernet.ether_type.add(1), [[5, "data"]], "accept"),
          ),
          data: state([extract(hdr.data)], "accept"),
        }),
      ),
  ],
  ["TNA-PARSE-DEPTH", "200 bytes of headers", deep],
  ["TNA-EGRESS-HEADER", "a header that ingress does not emit", unseen],
];

function deep(): SwitchProgram {
  const all = headers({
    first: header("long_t", { bits: bit(800) }),
    second: header("longer_t", { bits: bit(800) }),
  });
  return switchProgram("deep", {
    headers: all,
    metadata: metadata({}),
    parser: parser({ start: state([extract(all.first), extract(all.second)], "accept") }),
    ingress: sendTo(1),
    deparser: [all.first, all.second],
  });
}

function unseen(): SwitchProgram {
  const all = headers({ front: header("front_t", { a: bit(8) }), back: header("back_t", { a: bit(8) }) });
  return switchProgram("unseen", {
    headers: all,
    metadata: metadata({}),
    parser: parser({ start: state([extract(all.front), extract(all.back)], "accept") }),
    ingress: [all.front.setInvalid(), sendTo(1)],
    egress: when(all.front.isValid(), all.back.a.set(1)),
    deparser: [all.back],
  });
}

function refusal(program: SwitchProgram): CodedError {
  try {
    lowerToTna(program.ir);
  } catch (error) {
    assert.ok(error instanceof CodedError, String(error));
    return error;
  }
  return assert.fail("nothing was refused");
}

function check(code: TnaCode, program: SwitchProgram): void {
  const { diagnostics } = refusal(program);
  assert.equal(diagnostics.length, 1);
  assert.equal(diagnostics[0]?.code, code);
  assert.match(
    diagnostics[0]?.position?.file ?? "",
    /tna-refusals\.test/,
    "it names the line of the program",
  );
  assert.match(diagnostics[0]?.help ?? "", /\.$/, "it says what to do in a sentence");
}

for (const [code, what, ingress] of onlyIngress) {
  test(`${code}: ${what}`, () => check(code, feature("refused", [ingress, sendTo(1)])));
}
for (const [code, what, build] of whole) {
  test(`${code}: ${what}`, () => check(code, build()));
}
