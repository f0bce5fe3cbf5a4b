// What the config of a role lets its controllers do (section 5.2).
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BatchError, type P4RuntimeError, type RoleConfig, tableEntry } from "p4runtime-js-grpc";
import { ids } from "./program.js";
import { config, exactEntry, next, readAll, startPrimary, type World } from "./world.js";

const code = (expected: string) => (error: unknown) =>
  (error instanceof BatchError ? error.failures[0]?.error.code : (error as P4RuntimeError).code) === expected;

async function join({ connect }: World, role: string, roleConfig: RoleConfig, electionId = 1n) {
  const client = await connect({ role, roleConfig, electionId });
  await client.getPipeline();
  return client;
}

describe("a role with a config", () => {
  it("writes and sees what is listed, and nothing else", async (test) => {
    const world = await startPrimary(test);
    await world.client.write([{ type: "insert", entity: exactEntry(1) }]);
    const learner = await join(world, "learner", { sharedIds: [ids.acl] });
    await assert.rejects(
      learner.write([{ type: "insert", entity: exactEntry(2) }]),
      code("PERMISSION_DENIED"),
    );
    assert.deepEqual(await readAll(learner, tableEntry({})), []);
    const owner = await join(world, "owner", { sharedIds: [ids.exact] });
    await owner.write([{ type: "insert", entity: exactEntry(2) }]);
    assert.equal((await readAll(owner, tableEntry({}))).length, 2);
  });

  it("keeps others from what is its alone", async (test) => {
    const world = await startPrimary(test);
    await join(world, "owner", { exclusiveIds: [ids.exact] });
    const write = world.client.write([{ type: "insert", entity: exactEntry(1) }]);
    await assert.rejects(write, code("PERMISSION_DENIED"));
    const taken = join(world, "rival", { sharedIds: [ids.exact] });
    await assert.rejects(taken, code("INVALID_ARGUMENT"));
  });

  it("sets the pipeline only if it may", async (test) => {
    const world = await startPrimary(test);
    const reader = await join(world, "reader", {});
    await assert.rejects(reader.setPipeline(config), code("PERMISSION_DENIED"));
    const pusher = await join(world, "pusher", { canPushPipeline: true });
    await pusher.setPipeline(config);
  });

  it("gets the packets it asks for", async (test) => {
    const world = await startPrimary(test);
    const deaf = await join(world, "deaf", {});
    const picky = await join(world, "picky", { packetIns: { metadataId: 1, value: Uint8Array.of(0, 3) } });
    deaf.on("packetIn", () => assert.fail("a packet for a role that wants none"));
    const heard: bigint[] = [];
    picky.on("packetIn", ({ metadata }) => heard.push(metadata.ingress_port ?? 0n));
    const last = next(world.client, "packetIn");
    for (const port of [2n, 3n, 4n]) {
      world.pipeline.listener.packetIn({
        payload: Uint8Array.of(1),
        metadata: { ingress_port: port, reason: 0n },
      });
    }
    await last;
    await picky.getCookie();
    assert.deepEqual(heard, [3n]);
  });

  it("is changed by the next primary, not by a backup", async (test) => {
    const world = await startPrimary(test);
    const first = await join(world, "owner", { sharedIds: [ids.exact] }, 5n);
    await join(world, "owner", {}, 4n);
    await first.write([{ type: "insert", entity: exactEntry(1) }]);
    const second = await join(world, "owner", { sharedIds: [ids.route] }, 6n);
    await assert.rejects(
      second.write([{ type: "delete", entity: exactEntry(1) }]),
      code("PERMISSION_DENIED"),
    );
    await second.becomePrimary();
    assert.deepEqual(await readAll(second, tableEntry({})), []);
  });
});
