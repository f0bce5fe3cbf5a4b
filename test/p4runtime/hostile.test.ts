// Clients that speak HTTP/2 and gRPC as no gRPC library would, beside one that does. It must not notice.
import assert from "node:assert/strict";
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type ClientSessionOptions,
  connect as connectHttp2,
  type OutgoingHttpHeaders,
  type SecureClientSessionOptions,
} from "node:http2";
import { describe, it, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type CanonicalCode, canonicalCodeName } from "p4runtime-js-grpc";
import { p4 } from "p4runtime-js-grpc/messages";
import { config, deviceId, exactEntry, next, startPrimary, type World } from "./world.js";

type Options = ClientSessionOptions | SecureClientSessionOptions;

/** A connection of its own, that is gone when the test ends. */
function session(test: TestContext, { address }: World, options: Options = {}): ClientHttp2Session {
  const connection = connectHttp2(`http://${address}`, options);
  connection.on("error", () => {});
  test.after(() => connection.destroy());
  return connection;
}

function call(connection: ClientHttp2Session, method: string, headers: OutgoingHttpHeaders = {}) {
  const stream = connection.request({
    ":method": "POST",
    ":path": `/p4.v1.P4Runtime/${method}`,
    "content-type": "application/grpc",
    te: "trailers",
    ...headers,
  });
  stream.on("error", () => {});
  return stream;
}

/** The code of a call, whose status comes in headers or trailers; "CLOSED" when there is none. */
function codeOf(stream: ClientHttp2Stream): Promise<CanonicalCode | "CLOSED"> {
  return new Promise((resolve) => {
    const look = (headers: Readonly<Record<string, unknown>>) => {
      if (headers["grpc-status"] !== undefined) resolve(canonicalCodeName(Number(headers["grpc-status"])));
    };
    stream.on("response", look).on("trailers", look);
    stream.on("close", () => resolve("CLOSED"));
    stream.resume();
  });
}

/** A message with its prefix; it may say that it is longer than it is. */
function framed(message: Uint8Array, lengthBytes = message.length): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(lengthBytes, 1);
  return Buffer.concat([prefix, message]);
}

const capabilities = framed(p4.CapabilitiesRequest.encode(p4.CapabilitiesRequest.create({})).finish());

/** The claim of a controller, as the first message of its stream. */
function claim(electionId: bigint, role?: string): Buffer {
  const value = p4.MasterArbitrationUpdate.create({
    deviceId,
    electionId: { high: 0n, low: electionId },
    ...(role !== undefined && { role: p4.Role.create({ name: role }) }),
  });
  return framed(p4.StreamMessageRequest.encode({ update: { $case: "arbitration", value } }).finish());
}

describe("beside a client that", { timeout: 300_000 }, () => {
  it("sends headers without end, another is served", async (test) => {
    const world = await startPrimary(test);
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`x-${at}`, "y".repeat(100)]));
    const refused: Promise<unknown>[] = [];
    for (const headers of [many, { "x-long": "z".repeat(1_000_000) }, { cookie: "c=1; ".repeat(100_000) }]) {
      const connection = session(test, world, { maxSendHeaderBlockLength: 2 ** 24 });
      const gone = new Promise((resolve) => connection.once("close", () => resolve("CLOSED")));
      const stream = call(connection, "Capabilities", headers);
      stream.end(capabilities);
      refused.push(Promise.race([codeOf(stream), gone]));
    }
    for (const code of await Promise.all(refused)) assert.equal(code, "CLOSED");
    await world.client.write([{ type: "insert", entity: exactEntry(1) }]);
  });

  it("has no time, the call ends without having been done", async (test) => {
    const world = await startPrimary(test);
    const connection = session(test, world);
    for (const method of ["Capabilities", "Write", "Read", "StreamChannel"]) {
      const stream = call(connection, method, { "grpc-timeout": "0m" });
      stream.end(capabilities);
      assert.equal(await codeOf(stream), "DEADLINE_EXCEEDED", method);
    }
  });

  it("never sends the request that it announced, the deadline ends the call", async (test) => {
    const world = await startPrimary(test);
    const connection = session(test, world);
    for (const method of ["Capabilities", "Write", "Read", "StreamChannel"]) {
      const stream = call(connection, method, { "grpc-timeout": "20m" });
      assert.equal(await codeOf(stream), "DEADLINE_EXCEEDED", method);
    }
  });

  it("compresses in a way that nobody knows, the call is refused", async (test) => {
    const world = await startPrimary(test);
    const connection = session(test, world);
    const unknown = call(connection, "Capabilities", { "grpc-encoding": "brotli" });
    unknown.end(capabilities);
    assert.equal(await codeOf(unknown), "UNIMPLEMENTED");
    const lying = call(connection, "Capabilities", { "grpc-encoding": "gzip" });
    lying.end(Buffer.concat([Buffer.of(1), capabilities.subarray(1, 5), Buffer.of(1, 2, 3)]));
    assert.notEqual(await codeOf(lying), "OK");
    const bomb = call(connection, "Capabilities", { "grpc-encoding": "constructor" });
    bomb.end(capabilities);
    assert.equal(await codeOf(bomb), "UNIMPLEMENTED");
  });

  it("says that it goes, its role is free again", async (test) => {
    const world = await startPrimary(test);
    const connection = session(test, world);
    const stream = call(connection, "StreamChannel");
    stream.write(claim(9n, "leaving"));
    await new Promise((resolve) => stream.once("data", resolve));
    const backup = await world.connect({ electionId: 5n, role: "leaving" });
    const alone = next(backup, "arbitration");
    connection.goaway();
    connection.close();
    stream.end();
    assert.equal((await alone).hasPrimary, false);
    await world.client.write([{ type: "insert", entity: exactEntry(1) }]);
  });

  it("opens more calls than it may, another is served", async (test) => {
    const world = await startPrimary(test);
    const connection = session(test, world, { peerMaxConcurrentStreams: 5_000 });
    const streams = Array.from({ length: 1_500 }, () => call(connection, "StreamChannel"));
    const codes = streams.map(codeOf);
    await world.client.write([{ type: "insert", entity: exactEntry(1) }]);
    assert.equal(await Promise.race(codes), "CLOSED", "what is too much is refused");
    connection.destroy();
    await Promise.all(codes);
    await world.client.write([{ type: "insert", entity: exactEntry(2) }]);
  });

  it("begins large messages and does not end them, none is kept beyond the bound", async (test) => {
    const world = await startPrimary(test);
    const connection = session(test, world, { maxSessionMemory: 1_000 });
    const partBytes = 40 * 1024 * 1024;
    const part = framed(new Uint8Array(partBytes), partBytes + 1);
    const streams = Array.from({ length: 5 }, () => call(connection, "SetForwardingPipelineConfig"));
    const codes = streams.map(codeOf);
    for (const stream of streams) stream.write(part);
    assert.equal(await Promise.race(codes), "RESOURCE_EXHAUSTED");
    await world.client.write([{ type: "insert", entity: exactEntry(1) }]);
    const late = call(connection, "Capabilities");
    for (const stream of streams) stream.destroy();
    await Promise.all(codes);
    late.end(capabilities);
    assert.equal(await codeOf(late), "OK", "what is given back can be used again");
  });

  it("asks for the configuration on and on and reads no answer, it is refused more", async (test) => {
    const world = await startPrimary(test);
    const large = { ...config, deviceConfig: new Uint8Array(4 * 1024 * 1024).fill(32) };
    await world.client.setPipeline(large);
    const connection = session(test, world, { settings: { initialWindowSize: 0 } });
    const request = p4.GetForwardingPipelineConfigRequest.create({ deviceId });
    const bytes = framed(p4.GetForwardingPipelineConfigRequest.encode(request).finish());
    const codes: Promise<unknown>[] = [];
    for (let index = 0; index < 60; index += 1) {
      const stream = call(connection, "GetForwardingPipelineConfig");
      stream.end(bytes);
      codes.push(codeOf(stream));
    }
    assert.equal(await Promise.race(codes), "RESOURCE_EXHAUSTED");
    await world.client.write([{ type: "insert", entity: exactEntry(1) }]);
  });

  it("is told of elections and reads nothing, it is cut off before they fill the memory", async (test) => {
    const world = await startPrimary(test);
    const role = "r".repeat(100_000);
    const deaf = call(session(test, world, { settings: { initialWindowSize: 0 } }), "StreamChannel");
    deaf.write(claim(9n, role));
    const eager = call(session(test, world), "StreamChannel").resume();
    for (let electionId = 10n; electionId < 400n; electionId += 1n) {
      eager.write(claim(electionId, role));
      await sleep(1);
    }
    // As long as the deaf one is there, its election id is taken.
    const { isPrimary } = await world.connect({ electionId: 9n, role });
    assert.equal(isPrimary, false);
    await world.client.write([{ type: "insert", entity: exactEntry(1) }]);
  });
});
