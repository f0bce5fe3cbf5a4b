// What happens to a server whose clients send nonsense, read nothing, or vanish.
import assert from "node:assert/strict";
import { connect as connectHttp2, constants } from "node:http2";
import { describe, it, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, credentials, type ServiceError } from "@grpc/grpc-js";
import fc from "fast-check";
import { canonicalCodeName } from "p4runtime-js-grpc";
import { p4 } from "p4runtime-js-grpc/messages";
import { deviceId, exactEntry, next, readAll, startPrimary } from "./world.js";

const path = (method: string) => `/p4.v1.P4Runtime/${method}`;
const same = (bytes: Buffer) => bytes;

function rawClient(test: TestContext, address: string): Client {
  const raw = new Client(address, credentials.createInsecure());
  test.after(() => raw.close());
  return raw;
}

/** The code with which a call of raw bytes ends. */
function rawCall(raw: Client, method: string, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    const options = { deadline: Date.now() + 5_000 };
    raw.makeUnaryRequest(path(method), same, same, Buffer.from(bytes), options, (error) =>
      resolve(error === null ? "OK" : canonicalCodeName(error.code)),
    );
  });
}

/** The code with which a stream ends that begins with these messages. */
function rawStream(raw: Client, messages: readonly Uint8Array[]): Promise<string> {
  return new Promise((resolve) => {
    const call = raw.makeBidiStreamRequest(path("StreamChannel"), same, same);
    call.on("data", () => {});
    call.on("error", (error: ServiceError) => resolve(canonicalCodeName(error.code)));
    call.on("end", () => resolve("OK"));
    for (const message of messages) call.write(Buffer.from(message));
    call.end();
  });
}

function arbitration(fields: Parameters<typeof p4.MasterArbitrationUpdate.create>[0]): Uint8Array {
  const value = p4.MasterArbitrationUpdate.create({
    deviceId,
    electionId: { high: 0n, low: 99n },
    ...fields,
  });
  return p4.StreamMessageRequest.encode({ update: { $case: "arbitration", value } }).finish();
}

describe("a server", () => {
  it("answers any bytes on any call with a code, and goes on", async (test) => {
    const { client, address } = await startPrimary(test);
    const raw = rawClient(test, address);
    const methods = ["Write", "SetForwardingPipelineConfig", "GetForwardingPipelineConfig", "Capabilities"];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...methods),
        fc.uint8Array({ maxLength: 100 }),
        async (method, bytes) => {
          const code = await rawCall(raw, method, bytes);
          assert.ok(!["DEADLINE_EXCEEDED", "UNAVAILABLE"].includes(code), code);
        },
      ),
      { numRuns: 300 },
    );
    await client.write([{ type: "insert", entity: exactEntry(1) }]);
  });

  it("answers writes with one wrong byte with a code, and goes on", async (test) => {
    const { client, address } = await startPrimary(test);
    const raw = rawClient(test, address);
    const request = p4.WriteRequest.create({
      deviceId,
      electionId: { low: 1n },
      updates: [
        {
          type: p4.Update_Type.INSERT,
          entity: {
            entity: {
              $case: "tableEntry",
              value: {
                tableId: 0x02000001,
                match: [
                  { fieldId: 1, fieldMatchType: { $case: "exact", value: { value: Uint8Array.of(1) } } },
                  { fieldId: 2, fieldMatchType: { $case: "exact", value: { value: Uint8Array.of(1) } } },
                ],
                action: { type: { $case: "action", value: { actionId: 0x01000002 } } },
              },
            },
          },
        },
      ],
    });
    const good = p4.WriteRequest.encode(request).finish();
    assert.equal(await rawCall(raw, "Write", good), "OK");
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.nat(255), async (place, byte) => {
        const bytes = Uint8Array.from(good);
        bytes[place] = byte;
        const code = await rawCall(raw, "Write", bytes);
        assert.ok(!["DEADLINE_EXCEEDED", "UNAVAILABLE"].includes(code), code);
      }),
      { numRuns: 500 },
    );
    assert.ok(client.isPrimary);
    await readAll(client, exactEntry(1));
  });

  it("ends a stream that begins or goes on with nonsense, and forgets its claim", async (test) => {
    const { address, connect } = await startPrimary(test);
    const raw = rawClient(test, address);
    const packet = p4.StreamMessageRequest.create({ update: { $case: "packet", value: {} } });
    assert.equal(
      await rawStream(raw, [p4.StreamMessageRequest.encode(packet).finish()]),
      "FAILED_PRECONDITION",
    );
    assert.equal(await rawStream(raw, [new Uint8Array(0)]), "INVALID_ARGUMENT");
    assert.equal(await rawStream(raw, [arbitration({ deviceId: 8n })]), "NOT_FOUND");
    assert.equal(
      await rawStream(raw, [arbitration({}), arbitration({ deviceId: 8n })]),
      "FAILED_PRECONDITION",
    );
    const role = p4.Role.create({ name: "other" });
    assert.equal(await rawStream(raw, [arbitration({}), arbitration({ role })]), "FAILED_PRECONDITION");
    assert.equal(await rawStream(raw, [arbitration({ role: { config: {} } })]), "INVALID_ARGUMENT");
    assert.equal(await rawStream(raw, [arbitration({ role: { id: 3n } })]), "UNIMPLEMENTED");
    assert.notEqual(await rawStream(raw, [arbitration({}), Uint8Array.of(0xff, 0xff, 0xff)]), "OK");
    const client = await connect({ electionId: 99n });
    assert.ok(client.isPrimary);
  });

  it("survives random bytes on the stream", async (test) => {
    const { address, client } = await startPrimary(test);
    const raw = rawClient(test, address);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 4 }), async (messages) => {
        await rawStream(raw, [arbitration({ electionId: { low: 0n } }), ...messages]);
      }),
      { numRuns: 100 },
    );
    assert.ok(client.isPrimary);
  });

  it("drops packets of a controller that does not read, and keeps the others", async (test) => {
    const { address, pipeline, connect } = await startPrimary(test);
    const raw = rawClient(test, address);
    const deaf = raw.makeBidiStreamRequest(path("StreamChannel"), same, same);
    deaf.on("error", () => {});
    deaf.write(Buffer.from(arbitration({ role: p4.Role.create({ name: "deaf" }) })));
    await sleep(100);
    const reader = await connect({ electionId: 5n });
    await reader.getPipeline();
    const rounds = 50;
    const packetsPerRound = 1_000;
    for (let round = 0; round < rounds; round += 1) {
      const arrived = next(reader, "packetIn");
      for (let index = 0; index < packetsPerRound; index += 1) {
        pipeline.listener.packetIn({
          payload: new Uint8Array(1_500),
          metadata: { ingress_port: 1n, reason: 1n },
        });
      }
      await arrived;
    }
    let heard = 0;
    deaf.on("data", () => {
      heard += 1;
    });
    for (let before = -1; heard > before; await sleep(500)) before = heard;
    assert.ok(heard > 1_000 && heard < 10_000, `${heard} of ${rounds * packetsPerRound}`);
    deaf.cancel();
  });

  it("ends the stream of a controller that asks on and on and reads no answer", async (test) => {
    const { address, connect } = await startPrimary(test);
    const raw = rawClient(test, address);
    const role = "r".repeat(100_000);
    const deaf = raw.makeBidiStreamRequest(path("StreamChannel"), same, same);
    const code = new Promise((resolve) => {
      deaf.on("error", (error: ServiceError) => resolve(canonicalCodeName(error.code)));
    });
    const ask = () => deaf.write(Buffer.from(arbitration({ role: p4.Role.create({ name: role }) })));
    ask();
    const backup = await connect({ electionId: 5n, role });
    const gone = new Promise<void>((resolve) => {
      backup.on("arbitration", ({ hasPrimary }) => {
        if (!hasPrimary) resolve();
      });
    });
    for (let index = 0; index < 300; index += 1) ask();
    await gone;
    deaf.on("data", () => {});
    assert.equal(await code, "RESOURCE_EXHAUSTED");
  });

  it("outlives a flood of calls that are taken back at once", async (test) => {
    const { address, client } = await startPrimary(test);
    const session = connectHttp2(`http://${address}`);
    session.on("error", () => {});
    const closed = new Promise((resolve) => session.once("close", resolve));
    for (let index = 0; index < 500; index += 1) {
      const headers = { ":path": path("StreamChannel"), ":method": "POST" };
      const kind = index % 2 === 0 ? "application/grpc" : "text/plain";
      const call = session.request({ ...headers, "content-type": kind, "grpc-timeout": "0n" });
      call.on("error", () => {});
      call.close(constants.NGHTTP2_CANCEL);
    }
    await sleep(50);
    session.destroy();
    await closed;
    await client.write([{ type: "insert", entity: exactEntry(1) }]);
  });

  it("notices that a controller has vanished", async (test) => {
    const { address, connect } = await startPrimary(test);
    const raw = new Client(address, credentials.createInsecure());
    const call = raw.makeBidiStreamRequest(path("StreamChannel"), same, same);
    call.on("error", () => {});
    const answered = new Promise((resolve) => call.once("data", resolve));
    call.write(Buffer.from(arbitration({})));
    await answered;
    const backup = await connect({ electionId: 5n });
    const alone = next(backup, "arbitration");
    call.cancel();
    raw.close();
    assert.deepEqual(await alone, { isPrimary: false, hasPrimary: false, electionId: 99n });
  });
});
