import assert from "node:assert/strict";
import { test } from "node:test";
import { entry, fixture } from "./fixture.js";

test("a program's control declares what its statements use, in the order of use", () => {
  const { ingress } = fixture.ir;
  assert.deepEqual(
    ingress.tables.map((table) => table.name),
    ["lanes", "forwarding"],
  );
  assert.deepEqual(
    ingress.actions.map((action) => action.name),
    ["take", "accept_new", "sum", "forward", "flood", "discard"],
  );
  assert.deepEqual(
    ingress.registers.map((register) => register.name),
    ["arrivals", "newest"],
  );
  assert.deepEqual(
    ingress.controls.map((control) => control.name),
    ["stats"],
  );
});

test("a variable that one action alone uses belongs to that action", () => {
  const { ingress } = fixture.ir;
  assert.deepEqual(
    ingress.variables.map((variable) => variable.name),
    ["distance"],
  );
  const sum = ingress.actions.find((action) => action.name === "sum");
  assert.deepEqual(
    sum?.variables.map((variable) => variable.name),
    ["local_sum"],
  );
});

test("a handle makes a P4Runtime entry with P4Info's names", () => {
  assert.deepEqual(entry, {
    kind: "tableEntry",
    table: "ingress.forwarding",
    metadata: new Uint8Array(0),
    match: {
      dst: { kind: "lpm", value: 1n, prefixLength: 48 },
      port: { kind: "optional", value: 5n },
      id: { kind: "range", low: 1n, high: 5n },
      tagged: { kind: "exact", value: 1n },
    },
    priority: 10,
    action: { kind: "action", value: { action: "ingress.forward", params: { port: 3n, priority: 1n } } },
    isDefault: false,
    idleTimeoutNs: 0n,
  });
});
