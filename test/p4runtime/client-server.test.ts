import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { describe, it, type TestContext } from "node:test";
import { BatchError, type Entity, P4RuntimeClient, P4RuntimeError, tableEntry } from "p4runtime-js-grpc";
import { config, deviceId, exactEntry, next, readAll, startPrimary, startWorld } from "./world.js";

async function fails(code: string, promise: Promise<unknown>): Promise<P4RuntimeError> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof P4RuntimeError, String(error));
    assert.equal(error.code, code, error.message);
    return error;
  }
  throw new assert.AssertionError({ message: `nothing failed; ${code} was expected` });
}

describe("a client and a server", () => {
  it("set, mark and get a pipeline", async (test) => {
    const { connect } = await startWorld(test);
    const client = await connect();
    assert.equal(await client.apiVersion(), "1.5.0");
    assert.equal(await client.getPipeline(), undefined);
    await fails("FAILED_PRECONDITION", readAll(client, tableEntry({})));
    await client.setPipeline(config);
    assert.deepEqual(await client.getPipeline(), config);
    assert.equal(await client.getCookie(), config.cookie);
  });

  it("write, read, modify and delete table entries", async (test) => {
    const { client } = await startPrimary(test);
    await client.write([
      { type: "insert", entity: exactEntry(1) },
      { type: "insert", entity: exactEntry(2) },
    ]);
    await client.write([{ type: "modify", entity: exactEntry(2, 9n) }]);
    assert.deepEqual(await readAll(client, tableEntry({ table: "ingress.exact" })), [
      exactEntry(1),
      exactEntry(2, 9n),
    ]);
    await client.write([{ type: "delete", entity: exactEntry(1) }]);
    assert.deepEqual(await readAll(client, exactEntry(1)), []);
    assert.deepEqual(await readAll(client, exactEntry(2, 9n)), [exactEntry(2, 9n)]);
  });

  it("move 20,000 entries in batches and read them back in pieces", async (test) => {
    const { client } = await startPrimary(test);
    const entities = Array.from({ length: 20_000 }, (_, low) => exactEntry(low));
    for (let start = 0; start < entities.length; start += 1_000) {
      await client.write(entities.slice(start, start + 1_000).map((entity) => ({ type: "insert", entity })));
    }
    assert.deepEqual(await readAll(client, tableEntry({ table: "ingress.exact" })), entities);
  });

  it("let a reader stop early", async (test) => {
    const { client } = await startPrimary(test);
    await client.write(
      Array.from({ length: 5_000 }, (_, low) => ({ type: "insert", entity: exactEntry(low) })),
    );
    let count = 0;
    for await (const _ of client.read([tableEntry({})])) {
      count += 1;
      if (count === 10) break;
    }
    assert.equal(count, 10);
    assert.equal((await readAll(client, exactEntry(4_999))).length, 1);
  });

  it("read default entries apart from the others", async (test) => {
    const { client } = await startPrimary(test);
    const defaults = await readAll(client, tableEntry({ isDefault: true }));
    assert.equal(defaults.length, 5);
    assert.deepEqual(await readAll(client, tableEntry({})), []);
  });

  it("exchange packets", async (test) => {
    const { client, pipeline } = await startPrimary(test);
    const arrived = next(client, "packetIn");
    const payload = new Uint8Array(9000).fill(0xab);
    await client.packetOut({ payload, metadata: { egress_port: 3n, pad: 0n } });
    assert.deepEqual(await arrived, { payload, metadata: { ingress_port: 3n, reason: 1n } });
    assert.equal(pipeline.sent.length, 1);
  });

  it("exchange 20,000 packets without losing one or its place", async (test) => {
    const { client } = await startPrimary(test);
    const count = 20_000;
    const ports: bigint[] = [];
    const done = new Promise<void>((resolve) => {
      client.on("packetIn", ({ payload }) => {
        ports.push(new DataView(payload.buffer, payload.byteOffset).getBigUint64(0));
        if (ports.length === count) resolve();
      });
    });
    for (let index = 0; index < count; index += 1) {
      const payload = new Uint8Array(64);
      new DataView(payload.buffer).setBigUint64(0, BigInt(index));
      await client.packetOut({ payload, metadata: { egress_port: 1n, pad: 0n } });
    }
    await done;
    assert.ok(ports.every((port, index) => port === BigInt(index)));
  });

  it("report a packet that the switch refuses on the stream (section 16.6)", async (test) => {
    const { client } = await startPrimary(test);
    const reported = next(client, "streamError");
    await client.packetOut({ payload: Uint8Array.of(1), metadata: { egress_port: 511n, pad: 0n } });
    assert.equal((await reported)?.code, "INVALID_ARGUMENT");
    assert.ok(client.isPrimary);
  });

  it("carry digests, their acknowledgements and idle notifications", async (test) => {
    const { client, pipeline } = await startPrimary(test);
    const list = { digest: "learn_t", listId: 9n, samples: [[1n, 2n, 1n]], timestampNs: 77n };
    const arrived = next(client, "digest");
    pipeline.listener.digest(list);
    assert.deepEqual(await arrived, list);
    await client.acknowledgeDigest("learn_t", 9n);
    const idle = new Promise<readonly Entity[]>((resolve) =>
      client.on("idleTimeout", (entries) => resolve(entries)),
    );
    const entry = exactEntry(1);
    assert.ok(entry.kind === "tableEntry");
    pipeline.listener.idleTimeout([{ ...entry, idleTimeoutNs: 5n }], 78n);
    assert.deepEqual(await idle, [{ ...entry, idleTimeoutNs: 5n }]);
    const answered = next(client, "packetIn");
    await client.packetOut({ payload: Uint8Array.of(1), metadata: { egress_port: 1n, pad: 0n } });
    await answered;
    assert.deepEqual(pipeline.acknowledged, [["learn_t", 9n]]);
  });

  it("know no device but their own", async (test) => {
    const { address, connect } = await startWorld(test);
    await fails("NOT_FOUND", P4RuntimeClient.connect({ address, deviceId: 8n, electionId: 1n }));
    const client = await connect();
    assert.ok(client.isPrimary);
    assert.equal(client.deviceId, deviceId);
  });
});

describe("errors of updates come back to their updates (section 12.3)", () => {
  it("and the others are done", async (test) => {
    const { client } = await startPrimary(test);
    await client.write([{ type: "insert", entity: exactEntry(1) }]);
    const updates = [
      { type: "insert", entity: exactEntry(1) },
      { type: "insert", entity: exactEntry(2) },
      { type: "delete", entity: exactEntry(3) },
    ] as const;
    const error = await fails("UNKNOWN", client.write(updates));
    assert.ok(error instanceof BatchError);
    assert.deepEqual(
      error.failures.map(({ index, item, error: { code } }) => [index, item, code]),
      [
        [0, updates[0], "ALREADY_EXISTS"],
        [2, updates[2], "NOT_FOUND"],
      ],
    );
    assert.equal((await readAll(client, tableEntry({ table: "exact" }))).length, 2);
  });

  it("for hundreds of them", async (test) => {
    const { client } = await startPrimary(test);
    const updates = Array.from(
      { length: 500 },
      (_, low) => ({ type: "delete", entity: exactEntry(low) }) as const,
    );
    const error = await fails("UNKNOWN", client.write(updates));
    assert.ok(error instanceof BatchError);
    assert.equal(error.failures.length, 500);
  });

  it("and errors of filters to their filters (section 13.3)", async (test) => {
    const { client } = await startPrimary(test);
    await client.write([{ type: "insert", entity: exactEntry(1) }]);
    const found: Entity[] = [];
    const filters: Entity[] = [{ kind: "meterEntry", meter: "" }, tableEntry({ table: "exact" })];
    const read = async () => {
      for await (const entity of client.read(filters)) found.push(entity);
    };
    const error = await fails("UNKNOWN", read());
    assert.ok(error instanceof BatchError);
    assert.deepEqual(
      error.failures.map(({ item, error: { code } }) => [item, code]),
      [[filters[0], "UNIMPLEMENTED"]],
    );
    assert.equal(found.length, 1);
  });

  it("a bug in the switch is INTERNAL and ends nothing", async (test) => {
    const { client } = await startPrimary(test);
    const entity: Entity = { kind: "multicastGroup", groupId: 0xdead, replicas: [] };
    const error = await fails("UNKNOWN", client.write([{ type: "insert", entity }]));
    assert.ok(error instanceof BatchError);
    assert.equal(error.failures[0]?.error.code, "INTERNAL");
    await client.write([{ type: "insert", entity: exactEntry(1) }]);
  });
});

describe("closing", () => {
  it("a client is told when its server goes away", async (test) => {
    const { P4RuntimeServer } = await import("p4runtime-js-grpc");
    const { StorePipeline } = await import("./store-pipeline.js");
    const server = new P4RuntimeServer(new Map([[deviceId, new StorePipeline()]]));
    const port = await server.listen({ port: 0 });
    const client = await P4RuntimeClient.connect({ address: `127.0.0.1:${port}`, deviceId, electionId: 1n });
    test.after(() => client.close());
    const closed = next(client, "closed");
    const lost = next(client, "primaryLost");
    await server.close();
    assert.equal((await closed)?.code, "UNAVAILABLE");
    assert.equal((await lost)?.isPrimary, false);
    await fails("UNAVAILABLE", client.becomePrimary(5n));
  });

  it("a client that is closed stays closed", async (test) => {
    const { client } = await startPrimary(test);
    const closed = next(client, "closed");
    await client.close();
    assert.equal(await closed, undefined);
    await client.close();
    await fails("CANCELLED", client.becomePrimary());
    await fails(
      "CANCELLED",
      client.packetOut({ payload: Uint8Array.of(1), metadata: { egress_port: 1n, pad: 0n } }),
    );
  });

  it("a client that asks for it notices that its server has fallen silent", async (test) => {
    const { address } = await startWorld(test);
    const proxy = await startProxy(test, address);
    const client = await P4RuntimeClient.connect({
      address: proxy.address,
      deviceId,
      electionId: 1n,
      keepaliveMs: 100,
    });
    test.after(() => client.close());
    const closed = next(client, "closed");
    proxy.freeze();
    assert.equal((await closed)?.code, "UNAVAILABLE");
  });

  it("no server: UNAVAILABLE, in time", async () => {
    const started = Date.now();
    await fails(
      "UNAVAILABLE",
      P4RuntimeClient.connect({ address: "127.0.0.1:1", deviceId, electionId: 1n, timeoutMs: 3_000 }),
    );
    assert.ok(Date.now() - started < 5_000);
  });
});

/** Carries bytes both ways until it is frozen, and keeps its connections even then. */
async function startProxy(test: TestContext, target: string): Promise<{ address: string; freeze(): void }> {
  const sockets: Socket[] = [];
  const server = createServer((near) => {
    const far = connect(Number(target.split(":")[1]), "127.0.0.1");
    near.pipe(far).pipe(near);
    sockets.push(near, far);
    for (const socket of [near, far]) socket.on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  test.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  return {
    address: `127.0.0.1:${address.port}`,
    freeze() {
      for (const socket of sockets) socket.unpipe().pause();
    },
  };
}
