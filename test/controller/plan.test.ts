import assert from "node:assert/strict";
import { test } from "node:test";
import type { Entity } from "p4runtime-js-grpc/values";
import {
  describeEntity,
  diffEntities,
  type FabricPlan,
  parseFabric,
  planFabric,
  readFilters,
} from "../../controller/index.js";
import { CodedError } from "../../src/base/index.js";
import { defaultFabric, edited, golden } from "./checkout.js";

function defaultPlan(): FabricPlan {
  return planFabric(defaultFabric(), 1);
}

function entitiesOf(plan: FabricPlan, name: string): readonly Entity[] {
  return plan.switches.find((item) => item.switch === name)?.entities ?? [];
}

for (const name of ["s1", "s2", "s3", "s4"]) {
  test(`the plan of ${name} in the default fabric`, () => {
    const text = `${entitiesOf(defaultPlan(), name).map(describeEntity).join("\n")}\n`;
    assert.equal(text, golden(`four-racks.${name}.plan.txt`, text));
  });
}

test("the same fabric gives the same plan, and the view is in it", () => {
  assert.deepEqual(defaultPlan(), defaultPlan());
  const changed = diffEntities(
    entitiesOf(planFabric(defaultFabric(), 2), "s1"),
    entitiesOf(defaultPlan(), "s1"),
  );
  assert.deepEqual(
    changed.map(({ type, entity }) => `${type} ${describeEntity(entity)}`),
    [
      "modify ingress.this_switch[default] → ingress.set_switch(switch_ip=0xa0001fe, switch_mac=0x2000a0001fe, view=2)",
    ],
  );
});

test("lanes count from 0 at each leader, and only stripe 0 begins at its second entry", () => {
  const plan = defaultPlan();
  for (const { lanes } of plan.switches)
    assert.deepEqual(
      lanes.map(({ lane }) => lane),
      [0, 1, 2, 3],
    );
  const cursors = plan.switches.flatMap(({ lanes }) => lanes).filter(({ firstCursor }) => firstCursor !== 0);
  assert.deepEqual(cursors, [{ lane: 0, stripe: 0, replicaSet: 0, firstCursor: 1 }]);
});

test("a cut fabric link sends packets the other way round, over no ring link", () => {
  const fabric = parseFabric(
    edited(["  - { a: s1/17, b: s2/17, kind: fabric, delay_us: 50 }\n", ""]),
    "f.yaml",
  );
  const routes = entitiesOf(planFabric(fabric, 1), "s1").map(describeEntity);
  assert(
    routes.includes(
      "ingress.ipv4_route[dst=0xa000200/24] → ingress.forward(dst_mac=0x2000a0003fe, port=0x12)",
    ),
  );
});

test("a slow link is avoided when two fast ones take less time", () => {
  const fabric = parseFabric(
    edited(["b: s2/17, kind: fabric, delay_us: 50", "b: s2/17, kind: fabric, delay_us: 500"]),
    "f.yaml",
  );
  const routes = entitiesOf(planFabric(fabric, 1), "s1").map(describeEntity);
  assert(
    routes.includes(
      "ingress.ipv4_route[dst=0xa000200/24] → ingress.forward(dst_mac=0x2000a0003fe, port=0x12)",
    ),
  );
});

test("a fabric that asks for more than the program has is refused with every reason", () => {
  const tight = { stripeCount: 8, laneCountMax: 3, replicaSetCountMax: 2 };
  assert.throws(
    () => planFabric(defaultFabric(), 1, tight),
    (error) => error instanceof CodedError && error.diagnostics.length === 3 && error.code === "PLAN-LIMIT",
  );
});

test("an empty switch gets everything: default entries by modify, the rest by insert", () => {
  const desired = entitiesOf(defaultPlan(), "s1");
  const updates = diffEntities(desired, []);
  assert.deepEqual(
    updates.map(({ entity }) => entity),
    desired,
  );
  for (const { type, entity } of updates) {
    assert.equal(type, entity.kind === "tableEntry" && entity.isDefault ? "modify" : "insert");
  }
});

test("a switch that is right already gets nothing", () => {
  const desired = entitiesOf(defaultPlan(), "s1");
  assert.deepEqual(diffEntities(desired, desired.toReversed()), []);
});

test("the order of a group's copies means nothing", () => {
  const group = (ports: number[]): Entity => ({
    kind: "multicastGroup",
    groupId: 1,
    replicas: ports.map((port) => ({ port, instance: 3 })),
  });
  assert.deepEqual(diffEntities([group([1, 2])], [group([2, 1])]), []);
  assert.equal(diffEntities([group([1, 2])], [group([2, 3])])[0]?.type, "modify");
});

test("what is too much goes last, what others put there stays", () => {
  const plan = defaultPlan();
  const [other] = entitiesOf(plan, "s2").filter((entity) =>
    describeEntity(entity).startsWith("ingress.ipv4_route"),
  );
  assert(other?.kind === "tableEntry");
  const foreign: Entity = { ...other, table: "ingress.somebody_else" };
  const stale: Entity = { ...other, match: { dst: { kind: "lpm", value: 0x0a630000n, prefixLength: 16 } } };
  const desired = entitiesOf(plan, "s1");
  const updates = diffEntities(desired, [...desired.slice(1), foreign, stale]);
  assert.deepEqual(
    updates.map(({ type, entity }) => `${type} ${describeEntity(entity)}`),
    [
      "modify ingress.this_switch[default] → ingress.set_switch(switch_ip=0xa0001fe, switch_mac=0x2000a0001fe, view=1)",
      "delete ingress.ipv4_route[dst=0xa630000/16] → no action",
    ],
  );
});

test("reading asks for all entries, each default entry and all groups", () => {
  const kinds = readFilters().map((filter) =>
    filter.kind === "tableEntry" ? `${filter.table} ${filter.isDefault}` : filter.kind,
  );
  assert(
    kinds.includes(" false") &&
      kinds.includes("ingress.this_switch true") &&
      kinds.includes("multicastGroup"),
  );
});
