import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { BatchError, type Entity, type P4RuntimeClient, tableEntry, type Update } from "p4runtime-js-grpc";
import { exactEntry, readAll, startPrimary } from "./world.js";

const everything: readonly Entity[] = [
  tableEntry({ counter: { bytes: 0n, packets: 0n } }),
  tableEntry({ isDefault: true }),
  { kind: "actionProfileMember", profile: "", memberId: 0 },
  { kind: "counterEntry", counter: "" },
  { kind: "registerEntry", register: "" },
  { kind: "multicastGroup", groupId: 0, replicas: [] },
  { kind: "valueSet", valueSet: "", members: [] },
];

/** All that a switch holds, in no order. */
async function state(client: P4RuntimeClient): Promise<string[]> {
  const entities = await readAll(client, ...everything);
  const text = (entity: Entity) =>
    JSON.stringify(entity, (_, value) => (typeof value === "bigint" ? `${value}n` : value));
  return entities.map(text).sort();
}

async function statuses(
  client: P4RuntimeClient,
  updates: readonly Update[],
  mode: "rollbackOnError" | "dataplaneAtomic",
) {
  try {
    await client.write(updates, mode);
    return [];
  } catch (error) {
    assert.ok(error instanceof BatchError, String(error));
    return error.failures.map((failure) => failure.error.code);
  }
}

const insert = (entity: Entity): Update => ({ type: "insert", entity });
const modify = (entity: Entity): Update => ({ type: "modify", entity });
const remove = (entity: Entity): Update => ({ type: "delete", entity });

const drop = { kind: "action", value: { action: "ingress.drop", params: {} } } as const;
const counter = (index: number, packets: bigint): Entity => ({
  kind: "counterEntry",
  counter: "ingress.hits",
  index,
  data: { bytes: packets * 64n, packets },
});
const cell = (index: number, data: bigint): Entity => ({
  kind: "registerEntry",
  register: "ingress.cells",
  index,
  data,
});
const group = (port: number): Entity => ({
  kind: "multicastGroup",
  groupId: 3,
  replicas: [{ port, instance: 0 }],
});
const anyMatch = (priority: number): Entity => tableEntry({ table: "ingress.acl", priority, action: drop });

describe("all or none (section 12.2)", () => {
  for (const mode of ["rollbackOnError", "dataplaneAtomic"] as const) {
    it(`${mode}: all, when nothing fails`, async (test) => {
      const { client } = await startPrimary(test);
      await client.write([insert(exactEntry(1)), insert(group(1)), modify(cell(1, 7n))], mode);
      assert.equal((await readAll(client, exactEntry(1), group(1), cell(1, 7n))).length, 3);
    });

    it(`${mode}: none, when one fails; the others are ABORTED`, async (test) => {
      const { client } = await startPrimary(test);
      await client.write([
        insert(exactEntry(1)),
        insert(group(1)),
        modify(counter(1, 5n)),
        modify(cell(2, 9n)),
        insert(anyMatch(1)),
        insert(anyMatch(2)),
      ]);
      const before = await state(client);
      const codes = await statuses(
        client,
        [
          modify(exactEntry(1, 9n)),
          remove(group(1)),
          insert(group(2)),
          modify(counter(1, 6n)),
          modify({ kind: "registerEntry", register: "ingress.cells", data: 1n }),
          modify({ ...tableEntry({ table: "ingress.exact", isDefault: true }), action: drop }),
          remove(anyMatch(1)),
          remove(exactEntry(1)),
          remove(exactEntry(1)),
          insert(exactEntry(77)),
        ],
        mode,
      );
      assert.deepEqual(
        codes,
        Array.from({ length: 10 }, (_, index) => (index === 8 ? "NOT_FOUND" : "ABORTED")),
      );
      assert.deepEqual(await state(client), before);
    });

    it(`${mode}: none, when one is malformed`, async (test) => {
      const { client } = await startPrimary(test);
      const keyless = tableEntry({ table: "ingress.exact", action: drop });
      assert.deepEqual(await statuses(client, [insert(exactEntry(1)), insert(keyless)], mode), [
        "ABORTED",
        "INVALID_ARGUMENT",
      ]);
      assert.deepEqual(await readAll(client, tableEntry({})), []);
    });
  }

  it("a batch that fails never leaves a trace", async (test) => {
    const { client } = await startPrimary(test);
    const anyUpdate = fc
      .tuple(fc.constantFrom("insert", "modify", "delete"), fc.nat(3), fc.bigInt(1n, 3n))
      .map(([type, low, port]): Update => ({ type, entity: exactEntry(low, port) }));
    await fc.assert(
      fc.asyncProperty(fc.array(anyUpdate, { maxLength: 12 }), async (updates) => {
        const before = await state(client);
        const codes = await statuses(client, updates, "rollbackOnError");
        if (codes.length > 0) assert.deepEqual(await state(client), before);
      }),
      { numRuns: 200 },
    );
  });
});
