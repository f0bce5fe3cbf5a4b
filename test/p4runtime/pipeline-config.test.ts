import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Entity, type P4RuntimeClient, P4RuntimeError, tableEntry } from "p4runtime-js-grpc";
import { p4info } from "p4runtime-js-grpc/messages";
import { ids, program } from "./program.js";
import { config, exactEntry, readAll, startPrimary, startWorld } from "./world.js";

/** The program with another name for the action `forward`, or without the table `exact`. */
const renamed = {
  ...config,
  cookie: 2n,
  p4info: p4info.P4Info.encode({
    ...program,
    actions: program.actions.map((action) =>
      action.preamble?.id === ids.forward
        ? { ...action, preamble: { ...action.preamble, name: "ingress.send", alias: "send" } }
        : action,
    ),
  }).finish(),
};

const widened = {
  ...config,
  cookie: 3n,
  p4info: p4info.P4Info.encode({
    ...program,
    tables: program.tables.map((table) =>
      table.preamble?.id === ids.exact
        ? {
            ...table,
            matchFields: table.matchFields.map((field) => ({ ...field, bitwidth: field.bitwidth * 2 })),
          }
        : table,
    ),
  }).finish(),
};

const group: Entity = { kind: "multicastGroup", groupId: 3, replicas: [{ port: 5, instance: 1 }] };
const members: readonly Entity[] = [
  {
    kind: "actionProfileMember",
    profile: "ingress.selector",
    memberId: 1,
    action: { action: "ingress.drop", params: {} },
  },
  {
    kind: "actionProfileGroup",
    profile: "ingress.selector",
    groupId: 1,
    maxSize: 2,
    members: [{ memberId: 1, weight: 1 }],
  },
  tableEntry({
    table: "ingress.select",
    match: { "meta.low": { kind: "exact", value: 1n } },
    action: { kind: "group", groupId: 1 },
  }),
];

async function fails(code: string, promise: Promise<unknown>): Promise<void> {
  await assert.rejects(promise, (error) => error instanceof P4RuntimeError && error.code === code);
}

async function fill(client: P4RuntimeClient): Promise<void> {
  await client.write([exactEntry(1), group, ...members].map((entity) => ({ type: "insert", entity })));
  await client.write([
    { type: "modify", entity: { kind: "registerEntry", register: "ingress.cells", index: 3, data: 99n } },
    {
      type: "modify",
      entity: { kind: "counterEntry", counter: "hits", index: 1, data: { bytes: 1n, packets: 1n } },
    },
  ]);
}

const cell: Entity = { kind: "registerEntry", register: "ingress.cells", index: 3 };

describe("SetForwardingPipelineConfig (section 14)", () => {
  it("VERIFY changes nothing", async (test) => {
    const { connect, pipeline } = await startWorld(test);
    const client = await connect();
    await client.setPipeline(config, "verify");
    assert.equal(pipeline.commits, 0);
    assert.equal(await client.getPipeline(), undefined);
  });

  it("VERIFY_AND_COMMIT starts from empty tables", async (test) => {
    const { client } = await startPrimary(test);
    await fill(client);
    await client.setPipeline(config);
    assert.deepEqual(await readAll(client, tableEntry({}), group), []);
  });

  it("refuses what the target cannot run, or what is no P4Info, with INVALID_ARGUMENT", async (test) => {
    const { client } = await startPrimary(test);
    await client.write([{ type: "insert", entity: exactEntry(1) }]);
    await fails("INVALID_ARGUMENT", client.setPipeline({ ...config, deviceConfig: new Uint8Array(0) }));
    const dangling = p4info.P4Info.encode({ ...program, actions: [] }).finish();
    await fails("INVALID_ARGUMENT", client.setPipeline({ ...config, p4info: dangling }));
    await fails("INVALID_ARGUMENT", client.setPipeline(undefined, "verifyAndCommit"));
    assert.equal((await readAll(client, exactEntry(1))).length, 1);
  });

  it("VERIFY_AND_SAVE keeps what is written for COMMIT", async (test) => {
    const { client, pipeline } = await startPrimary(test);
    await fill(client);
    await client.setPipeline(renamed, "verifyAndSave");
    assert.equal(pipeline.commits, 1);
    assert.deepEqual(await readAll(client, tableEntry({})), []);
    const action = {
      kind: "action",
      value: { action: "ingress.send", params: { port: 1n, address: 2n } },
    } as const;
    const entry = { ...(exactEntry(5) as ReturnType<typeof tableEntry>), action };
    await client.write([{ type: "insert", entity: entry }]);
    await client.write([{ type: "insert", entity: group }]);
    await client.write([{ type: "delete", entity: group }]);
    assert.deepEqual(await readAll(client, tableEntry({})), [entry]);
    assert.equal(await client.getCookie(), 2n);
    await client.setPipeline(undefined, "commit");
    assert.equal(pipeline.commits, 2);
    assert.deepEqual(await readAll(client, tableEntry({}), group), [entry]);
  });

  it("COMMIT needs a saved config, and takes no other", async (test) => {
    const { client } = await startPrimary(test);
    await fails("NOT_FOUND", client.setPipeline(undefined, "commit"));
    await client.setPipeline(renamed, "verifyAndSave");
    await fails("INVALID_ARGUMENT", client.setPipeline(renamed, "commit"));
    await client.setPipeline(undefined, "commit");
    await fails("NOT_FOUND", client.setPipeline(undefined, "commit"));
  });

  it("RECONCILE_AND_COMMIT keeps the forwarding state", async (test) => {
    const { client, pipeline } = await startPrimary(test);
    await fill(client);
    const filters = [tableEntry({}), tableEntry({ isDefault: true }), group, cell, ...members.slice(0, 2)];
    const before = await readAll(client, ...filters);
    assert.equal(before.length, 11);
    await client.setPipeline(widened, "reconcileAndCommit");
    assert.equal(pipeline.commits, 2);
    assert.deepEqual(await readAll(client, ...filters), before);
    assert.equal(await client.getCookie(), 3n);
  });

  it("RECONCILE_AND_COMMIT refuses a program that could not hold the state", async (test) => {
    const { client, pipeline } = await startPrimary(test);
    await fill(client);
    await fails("INVALID_ARGUMENT", client.setPipeline(renamed, "reconcileAndCommit"));
    assert.equal(pipeline.commits, 1);
    assert.equal(await client.getCookie(), config.cookie);
    assert.equal((await readAll(client, exactEntry(1))).length, 1);
  });

  it("a COMMIT that the switch cannot finish leaves the old state", async (test) => {
    const { client, pipeline } = await startPrimary(test);
    await fill(client);
    await client.setPipeline(config, "verifyAndSave");
    await client.write([
      { type: "insert", entity: { kind: "multicastGroup", groupId: 0xdead, replicas: [] } },
    ]);
    await fails("INTERNAL", client.setPipeline(undefined, "commit"));
    assert.equal(pipeline.commits, 3);
    assert.deepEqual([...pipeline.read(tableEntry({ table: "ingress.exact" }))], [exactEntry(1)]);
    assert.deepEqual([...pipeline.read(cell)], [{ ...cell, data: 99n }]);
  });
});
