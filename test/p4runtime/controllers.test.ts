import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { P4RuntimeError } from "p4runtime-js-grpc";
import { StorePipeline } from "./store-pipeline.js";
import { config, deviceId, exactEntry, next, startPrimary, startWorld } from "./world.js";

const denied = (error: unknown) => error instanceof P4RuntimeError && error.code === "PERMISSION_DENIED";

describe("several controllers", () => {
  it("the greater election id takes over, the other is told and refused", async (test) => {
    const { client, connect } = await startPrimary(test);
    const lost = next(client, "primaryLost");
    const second = await connect({ electionId: 2n ** 128n - 1n });
    assert.ok(second.isPrimary);
    assert.deepEqual(await lost, { isPrimary: false, hasPrimary: true, electionId: 2n ** 128n - 1n });
    await assert.rejects(client.write([{ type: "insert", entity: exactEntry(1) }]), denied);
    await assert.rejects(client.setPipeline(config), denied);
    await second.getPipeline();
    await second.write([{ type: "insert", entity: exactEntry(1) }]);
  });

  it("a backup becomes primary when it asks for it after the primary is gone", async (test) => {
    const { client, connect } = await startPrimary(test);
    const backup = await connect({ electionId: 0n });
    assert.ok(!backup.isPrimary);
    const alone = next(backup, "arbitration");
    await client.close();
    assert.deepEqual(await alone, { isPrimary: false, hasPrimary: false, electionId: 1n });
    await backup.becomePrimary(2n);
    assert.ok(backup.isPrimary);
  });

  it("waiting for an election that another wins ends in time", async (test) => {
    const { connect } = await startPrimary(test);
    const backup = await connect({ electionId: 0n, timeoutMs: 200 });
    await assert.rejects(
      backup.becomePrimary(),
      (error) => error instanceof P4RuntimeError && error.code === "DEADLINE_EXCEEDED",
    );
  });

  it("an election id that is taken ends the stream with INVALID_ARGUMENT", async (test) => {
    const { connect } = await startPrimary(test);
    await assert.rejects(
      connect({ electionId: 1n }),
      (error) => error instanceof P4RuntimeError && error.code === "INVALID_ARGUMENT",
    );
  });

  it("only primaries get packets, one for each role", async (test) => {
    const { client, connect, pipeline } = await startPrimary(test);
    const backup = await connect({ electionId: 0n });
    const other = await connect({ electionId: 0n, role: "monitor" });
    await backup.getPipeline();
    await other.getPipeline();
    assert.ok(other.isPrimary);
    let packetsOfBackup = 0;
    backup.on("packetIn", () => {
      packetsOfBackup += 1;
    });
    const both = Promise.all([next(client, "packetIn"), next(other, "packetIn")]);
    pipeline.listener.packetIn({ payload: Uint8Array.of(1), metadata: { ingress_port: 1n, reason: 0n } });
    await both;
    await backup.getCookie();
    assert.equal(packetsOfBackup, 0);
  });

  it("a backup's packet-out is refused on the stream", async (test) => {
    const { connect, pipeline } = await startPrimary(test);
    const backup = await connect({ electionId: 0n });
    await backup.getPipeline();
    const reported = next(backup, "streamError");
    await backup.packetOut({ payload: Uint8Array.of(1), metadata: { egress_port: 1n, pad: 0n } });
    assert.equal((await reported)?.code, "PERMISSION_DENIED");
    assert.equal(pipeline.sent.length, 0);
  });

  it("devices of one server are controlled apart", async (test) => {
    const other = new StorePipeline();
    const { connect, pipeline } = await startWorld(test, [[deviceId + 1n, other]]);
    const first = await connect();
    const second = await connect({ deviceId: deviceId + 1n });
    assert.ok(first.isPrimary && second.isPrimary);
    await second.setPipeline(config);
    assert.equal(other.commits, 1);
    assert.equal(pipeline.commits, 0);
  });
});
