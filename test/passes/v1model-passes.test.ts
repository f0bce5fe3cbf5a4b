import assert from "node:assert/strict";
import { test } from "node:test";
import {
  action,
  bit,
  exact,
  multicast,
  register,
  registerAction,
  resubmit,
  sendTo,
  table,
} from "../../src/dsl/index.js";
import { type Kind, type Node, type NodeOf, type Program, walk } from "../../src/ir/index.js";
import { bmv2Passes, type Pass, runPasses, v1modelPasses } from "../../src/passes/index.js";
import * as programs from "../../src/programs/index.js";
import { feature, hdr, meta } from "../dsl/corpus/base.js";
import { corpus } from "../dsl/corpus/index.js";
import { fixture } from "../dsl/fixture.js";

const { data } = hdr;
const all = [...Object.values(programs), ...corpus, fixture].flatMap((one) =>
  typeof one === "object" && "ir" in one ? [one] : [],
);

function nodesOf<K extends Kind>(root: unknown, kind: K): readonly NodeOf<K>[] {
  const found: NodeOf<K>[] = [];
  walk(root, (node: Node) => {
    if (node.kind === kind) found.push(node as NodeOf<K>);
  });
  return found;
}

function lowered(name: string): Program {
  const program = corpus.find((candidate) => candidate.name === name);
  assert.ok(program, `no program ${name}`);
  return runPasses(program.ir, v1modelPasses);
}

const portable: readonly Kind[] = [
  "intrinsic",
  "cell",
  "executeRegisterAction",
  "registerAction",
  "sendToPort",
  "multicast",
  "setPriority",
];

test("nothing portable is left in any program", () => {
  for (const { name, ir } of all) {
    const program = runPasses(ir, v1modelPasses);
    for (const kind of portable)
      assert.equal(nodesOf(program, kind).length, 0, `${name} still has a ${kind}`);
    assert.equal(nodesOf(program.ingress, "recirculate").length, 0, `${name} recirculates in ingress`);
    for (const { range } of nodesOf(program, "hash")) assert.ok(range, `${name} has a hash without range`);
  }
});

test("lowering changes nothing of what it is given", () => {
  for (const { name, ir } of all) {
    const before = printed(ir);
    runPasses(ir, [...v1modelPasses, ...bmv2Passes]);
    assert.equal(printed(ir), before, name);
  }
});

/** A program as text; positions are looked up lazily and say nothing here. */
function printed(program: Program): string {
  return JSON.stringify(program, (key, value: unknown) => {
    if (key === "source") return undefined;
    return typeof value === "bigint" ? value.toString() : value;
  });
}

test("passes are named for what they do, each once", () => {
  const names = [...v1modelPasses, ...bmv2Passes].map(({ name }: Pass) => name);
  for (const name of names) assert.match(name, /^[a-z]+(-[a-z]+)+$/);
  assert.equal(new Set(v1modelPasses.map(({ name }) => name)).size, v1modelPasses.length);
});

test("a register action is one atomic read, write and output, in this order", () => {
  const program = lowered("register_actions");
  const [arrive] = nodesOf(program.ingress.body, "block").filter(({ atomic }) => atomic);
  assert.deepEqual(
    arrive?.body.map(({ kind }) => kind),
    ["registerRead", "registerWrite", "assign"],
  );
});

test("a register action that only looks writes nothing, one that only writes reads nothing", () => {
  const program = lowered("register_actions");
  const branches = nodesOf(program.ingress.body, "if").map(({ whenTrue }) => whenTrue);
  const [, look, forget] = branches.map((body) => [
    nodesOf(body, "registerRead"),
    nodesOf(body, "registerWrite"),
  ]);
  assert.deepEqual(
    look?.map(({ length }) => length),
    [1, 0],
  );
  assert.deepEqual(
    forget?.map(({ length }) => length),
    [0, 1],
  );
});

test("a cell of two numbers becomes one number, the first in the high bits", () => {
  const program = lowered("register_of_pairs");
  assert.deepEqual(program.ingress.registers[0]?.cell, { kind: "bitType", width: 64 });
  const [write] = nodesOf(program.ingress, "registerWrite");
  assert.equal(write?.value.kind, "concat");
  const halves = nodesOf(program.ingress, "slice").map(({ high, low }) => `${high}:${low}`);
  assert.ok(halves.includes("63:32") && halves.includes("31:0"));
});

test("a register that does not start as zero is refused", () => {
  const start = register("start", bit(32), 4, { initial: 7 });
  const look = registerAction("look", start, (cell) => ({ output: cell }));
  const { ir } = feature("starts_at_seven", [look.execute({ index: 0, into: meta.word }), sendTo(1)]);
  assert.throws(() => runPasses(ir, v1modelPasses), { code: "V1MODEL-REGISTER-INITIAL" });
});

test("a recirculation in ingress is a flag that egress obeys before anything else", () => {
  const program = lowered("recirculation");
  assert.ok(program.metadata.fields.some(({ name }) => name === "recirculate_flag"));
  const [first] = program.egress.body;
  assert.equal(first?.kind, "if");
  assert.deepEqual(first?.kind === "if" && first.whenTrue.map(({ kind }) => kind), ["recirculate"]);
});

test("what is preserved is marked on the metadata, list 0 holds what means nothing", () => {
  const resubmitted = lowered("resubmission").metadata.fields.find(({ name }) => name === "small");
  assert.deepEqual(
    resubmitted?.annotations.map(({ name, args }) => [name, args]),
    [["field_list", [1n]]],
  );
  const last = lowered("recirculation").metadata.fields.at(-1);
  assert.deepEqual(
    last?.annotations.map(({ name, args }) => [name, args]),
    [["field_list", [0n]]],
  );
});

test("only metadata can be preserved", () => {
  const { ir } = feature("preserves_a_header", [resubmit([data.a])]);
  assert.throws(() => runPasses(ir, v1modelPasses), { code: "V1MODEL-PRESERVED-FIELD" });
});

test("the last decision about a packet counts", () => {
  const { ir } = feature("two_decisions", [multicast(3), sendTo(1)]);
  const assignments = nodesOf(runPasses(ir, v1modelPasses).ingress.body, "assign").map(
    ({ target, value }) => {
      return [target.kind === "field" && target.field, value.kind === "constant" && value.value];
    },
  );
  assert.deepEqual(assignments, [
    ["mcast_grp", 3n],
    ["egress_spec", 1n],
    ["mcast_grp", 0n],
  ]);
});

test("a packet that nothing is decided about is dropped", () => {
  for (const { ir } of all) assert.equal(runPasses(ir, v1modelPasses).ingress.body[0]?.kind, "drop");
});

test("shift amounts have 8 bits, and wide ones are guarded", () => {
  const { ir } = feature("shifts", [
    data.d.set(data.d.shiftLeft(data.c)),
    data.e.set(data.e.shiftRight(3)),
    sendTo(1),
  ]);
  const program = runPasses(ir, v1modelPasses);
  const shifts = nodesOf(program.ingress, "binary").filter(
    ({ operator }) => operator === "<<" || operator === ">>",
  );
  assert.deepEqual(
    shifts.map(({ right }) => right.type),
    shifts.map(() => ({ kind: "bitType", width: 8 })),
  );
  assert.equal(nodesOf(program.ingress, "conditional").length, 1);
});

test("entries with priorities are tried from the greatest on", () => {
  const [table] = lowered("entries_with_priorities").ingress.tables;
  const ports = table?.entries.map(({ call }) =>
    call.args.map((arg) => arg.kind === "constant" && arg.value),
  );
  assert.deepEqual(ports, [[2n], [1n]]);
  assert.ok(table?.entries.every(({ priority }) => priority === undefined));
});

test("a default action outside of the list joins it as default only", () => {
  const forward = action("forward_packet", { port: bit(9) }, ({ port }) => [sendTo(port)]);
  const body = table("routes", { key: { a: exact(data.a) }, actions: [forward] }).apply();
  const [routes] = runPasses(feature("default_action", body).ir, v1modelPasses).ingress.tables;
  assert.deepEqual(
    routes?.actions.map(({ action: name, scope }) => [name, scope]),
    [
      ["forward_packet", undefined],
      ["NoAction", "defaultOnly"],
    ],
  );
});

test("a computed key is assigned right before its table is applied, and keeps its name", () => {
  const forward = action("forward_packet", { port: bit(9) }, ({ port }) => [sendTo(port)]);
  const body = table("routes", { key: { low: exact(data.a.slice(3, 0)) }, actions: [forward] }).apply();
  const program = runPasses(feature("computed_key", body).ir, [...v1modelPasses, ...bmv2Passes]);
  const [key] = program.ingress.tables[0]?.keys ?? [];
  assert.equal(key?.name, "low");
  assert.equal(key?.expression.kind, "variable");
  assert.deepEqual(
    program.ingress.body.slice(-2).map(({ kind }) => kind),
    ["assign", "applyTable"],
  );
});
