import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bitType,
  boolType,
  type Expression,
  node,
  rewrite,
  type StructType,
  sameType,
  typeName,
  typeWidth,
  walk,
} from "../../src/ir/index.js";

const source = { file: "test.ts", line: 1, column: 1 };

function constant(value: bigint): Expression {
  return node("constant", { value, type: bitType(8), source });
}

function sum(left: Expression, right: Expression): Expression {
  return node("binary", { operator: "+", left, right, type: bitType(8), source });
}

function struct(name: string): StructType {
  return node("structType", { name, fields: [], annotations: [], source });
}

test("a node and its lists are frozen", () => {
  const tuple = node("tuple", {
    elements: [constant(1n)],
    type: struct("pair_t"),
    source,
  });
  assert.throws(() => Object.assign(tuple, { source: undefined }), TypeError);
  assert.throws(() => (tuple.elements as Expression[]).push(constant(2n)), TypeError);
});

test("walk visits parents first, in order", () => {
  const visited: unknown[] = [];
  walk(sum(sum(constant(1n), constant(2n)), constant(3n)), (each) =>
    visited.push(each.kind === "constant" ? each.value : each.kind),
  );
  assert.deepEqual(visited, ["binary", "binary", 1n, 2n, 3n]);
});

test("rewrite rebuilds what changes and shares the rest", () => {
  const left = sum(constant(1n), constant(2n));
  const tree = sum(left, constant(3n));
  const rebuilt = rewrite(tree, (each) =>
    each.kind === "constant" && each.value === 3n ? node("constant", { ...each, value: 4n }) : each,
  );
  assert.ok(rebuilt.kind === "binary");
  assert.equal(rebuilt.left, left);
  assert.deepEqual(rebuilt.right, constant(4n));
  assert.ok(Object.isFrozen(rebuilt));
});

test("rewrite changes what a tree shares once", () => {
  const shared = constant(1n);
  let changes = 0;
  const rebuilt = rewrite(sum(shared, shared), (each) => {
    if (each.kind === "constant") changes += 1;
    return each.kind === "constant" ? node("constant", { ...each, value: 2n }) : each;
  });
  assert.equal(changes, 1);
  assert.ok(rebuilt.kind === "binary" && rebuilt.left === rebuilt.right);
});

test("a tree in which nothing changes is the tree itself", () => {
  const tree = sum(constant(1n), constant(2n));
  assert.equal(
    rewrite(tree, (each) => each),
    tree,
  );
});

test("types are the same by shape, or by name where they have one", () => {
  assert.ok(sameType(bitType(8), bitType(8)));
  assert.ok(!sameType(bitType(8), bitType(9)));
  assert.ok(!sameType(bitType(1), boolType));
  assert.ok(sameType(struct("a_t"), struct("a_t")));
  assert.ok(!sameType(struct("a_t"), struct("b_t")));
});

test("types know their P4 names and their bits", () => {
  const field = { name: "x", type: bitType(20), annotations: [], source };
  const header = node("headerType", {
    name: "h_t",
    fields: [field, { ...field, name: "y" }],
    annotations: [],
    source,
  });
  assert.equal(typeName({ kind: "stackType", element: header, size: 3 }), "h_t[3]");
  assert.equal(typeWidth(header), 40);
  assert.equal(typeWidth(boolType), 1);
  assert.equal(typeWidth({ kind: "varbitType", width: 80 }), undefined);
});
