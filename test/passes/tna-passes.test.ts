import assert from "node:assert/strict";
import { test } from "node:test";
import {
  action,
  directCounter,
  drop,
  exact,
  multicast,
  packet,
  recirculate,
  sendTo,
  table,
  when,
} from "../../src/dsl/index.js";
import type { Action, Program, Statement } from "../../src/ir/index.js";
import { lowerToTna } from "../../src/passes/index.js";
import { feature, hdr, meta } from "../dsl/corpus/base.js";

const { data } = hdr;

function ingressOf(...body: readonly Parameters<typeof when>[1][]): Program["ingress"] {
  return lowerToTna(feature("passes", [...body]).ir).program.ingress;
}

/** The intrinsic fields that a body sets, and the functions that it calls, in order. */
function touched(body: readonly Statement[]): readonly string[] {
  return body.flatMap((statement) => {
    if (statement.kind === "callAction") return [statement.action];
    if (statement.kind !== "assign" || statement.target.kind !== "field") return [];
    return [statement.target.field];
  });
}

test("a decision takes back only what may have been decided before it", () => {
  assert.deepEqual(touched(ingressOf(sendTo(1)).body), ["ucast_egress_port"]);
  assert.deepEqual(touched(ingressOf(drop(), sendTo(1)).body), ["drop_ctl", "drop_ctl", "ucast_egress_port"]);
  assert.deepEqual(touched(ingressOf(sendTo(1), multicast(2)).body), [
    "ucast_egress_port",
    "invalidate",
    "mcast_grp_a",
  ]);
});

test("what only one branch decides is taken back behind both", () => {
  const { body } = ingressOf(when(data.a.equals(1), multicast(3)), sendTo(1));
  assert.deepEqual(touched(body), ["mcast_grp_a", "ucast_egress_port"]);
});

test("a recirculated packet bypasses egress and leaves without the bridge", () => {
  const program = feature("again", recirculate(), when(packet.egressPort.equals(3), data.a.set(1)));
  const { ingress } = lowerToTna(program.ir).program;
  assert.deepEqual(touched(ingress.body), ["ucast_egress_port", "bypass_egress"]);
  assert.ok(ingress.body.some((statement) => statement.kind === "setValidity" && !statement.valid));
});

test("metadata that both directions use travels in the bridge; what one alone uses stays", () => {
  const program = feature(
    "crossing",
    [meta.word.set(data.d), meta.small.set(1), data.a.set(meta.small), sendTo(1)],
    [data.d.set(meta.word), meta.half.set(data.c), data.c.set(meta.half)],
  );
  const { headers, metadata } = lowerToTna(program.ir).program;
  const [first] = headers.fields;
  assert.equal(first?.name, "bridge");
  const names = first?.type.kind === "headerType" ? first.type.fields.map(({ name }) => name) : [];
  assert.ok(names.includes("word"));
  assert.deepEqual(
    metadata.fields.map(({ name }) => name),
    ["small", "half", "wide", "one"],
  );
});

test("an egress that looks at nothing parses nothing, and nothing is bridged", () => {
  const { egressParser, program, egressDeparser } = lowerToTna(feature("plain", sendTo(1)).ir);
  assert.equal(egressParser.states.length, 1);
  assert.deepEqual(egressDeparser.emits, []);
  assert.equal(program.headers.fields[0]?.name, "ethernet");
});

test("egress has a parser state for each set of headers that can reach it", () => {
  const program = feature("sets", [when(data.a.equals(1), data.setInvalid()), sendTo(1)], data.b.set(1));
  const { egressParser } = lowerToTna(program.ir);
  assert.deepEqual(
    egressParser.states.map(({ name }) => name),
    ["start", "ethernet", "ethernet_data"],
  );
});

test("every action of a table with a direct counter counts, and an action used elsewhere too gets a copy", () => {
  const shared = action("shared", {}, () => [data.b.set(1)]);
  const own = action("own", {}, () => [data.b.set(2)]);
  const hits = directCounter("hits", "packets");
  const counted = table("counted", { key: { a: exact(data.a) }, actions: [shared, own], counter: hits });
  const { actions, tables } = ingressOf(counted.apply(), shared(), sendTo(1));
  const counting = (each: Action): boolean => each.body.some(({ kind }) => kind === "count");
  assert.deepEqual(
    actions
      .filter(counting)
      .map(({ name }) => name)
      .sort(),
    ["counted_no_action", "counted_shared", "own"],
  );
  assert.deepEqual(tables[0]?.actions.map((each) => each.action).sort(), [
    "counted_no_action",
    "counted_shared",
    "own",
  ]);
});
