// Thousands of damaged requests on a server with a real switch behind it: each ends in time with a code that is no
// bug's, and afterwards the switch works as before and holds no more memory.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Client, credentials, type ServiceError } from "@grpc/grpc-js";
import { canonicalCodeName, P4RuntimeClient, P4RuntimeServer, tableEntry } from "p4runtime-js-grpc";
import { p4, rpc } from "p4runtime-js-grpc/messages";
import { type Random, randomBelow, seededRandom } from "../../src/base/index.js";
import { SwitchPipeline } from "../../src/switch/index.js";
import { TestBench } from "../switch/support/bench.js";
import { featureJson } from "../switch/support/feature-program.js";
import { config, deviceId, electionId, type Seed, seeds, streamSeeds } from "./fuzz-seeds.js";
import { mutatedBytes, mutatedMessage, oneOf } from "./mutate.js";

/** `make fuzz-p4runtime` asks for 10,000. */
const requests = Number(process.env.P4RUNTIME_FUZZ ?? 1_500);
const underWay = 8;
const timeoutMs = 60_000;
const heapGrowthBytesMax = 24 * 1024 * 1024;

const same = (bytes: Buffer) => bytes;
const pathOf = (method: string) => `/p4.v1.P4Runtime/${method}`;
/** A refusal never looks like this: these are a bug, a hang and a crash. */
const badCodes = ["INTERNAL", "DEADLINE_EXCEEDED", "UNAVAILABLE", "CANCELLED"];

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** A seed with its fields damaged, or its bytes, or both. */
function mutant(random: Random, { message, encode }: Pick<Seed, "message" | "encode">): Uint8Array {
  const kind = randomBelow(random, 3);
  const bytes = kind === 0 ? encode(message) : encodedMutant(random, { message, encode });
  return kind === 1 ? bytes : mutatedBytes(random, bytes);
}

/** A damaged message in bytes; when it is one that cannot be written, another. */
function encodedMutant(random: Random, { message, encode }: Pick<Seed, "message" | "encode">): Uint8Array {
  for (;;) {
    try {
      return encode(mutatedMessage(random, message));
    } catch {
      // A number that its field does not have room for.
    }
  }
}

/** The code of a call; INTERNAL when an update or a filter of it ended so. */
function codeOf(error: ServiceError): string {
  const [bytes] = error.metadata.get("grpc-status-details-bin");
  const details = bytes instanceof Uint8Array ? rpc.Status.decode(bytes).details : [];
  const codes = details.map(({ value }) => canonicalCodeName(p4.Error.decode(value).canonicalCode));
  return codes.includes("INTERNAL") ? "INTERNAL" : canonicalCodeName(error.code);
}

function call(raw: Client, method: string, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    const options = { deadline: Date.now() + timeoutMs };
    const answer = raw.makeServerStreamRequest(pathOf(method), same, same, Buffer.from(bytes), options);
    answer.on("data", () => {});
    answer.on("error", (error: ServiceError) => resolve(codeOf(error)));
    answer.on("end", () => resolve("OK"));
  });
}

function converse(raw: Client, random: Random): Promise<string> {
  return new Promise((resolve) => {
    const stream = raw.makeBidiStreamRequest(pathOf("StreamChannel"), same, same, {
      deadline: Date.now() + timeoutMs,
    });
    stream.on("data", () => {});
    stream.on("error", (error: ServiceError) => resolve(codeOf(error)));
    stream.on("end", () => resolve("OK"));
    for (const message of [streamSeeds[0], oneOf(random, streamSeeds), oneOf(random, streamSeeds)]) {
      if (message !== undefined) stream.write(Buffer.from(mutant(random, message)));
    }
    stream.end();
  });
}

describe("a server with a switch", () => {
  it("answers damaged requests on every call with a code, and goes on", async (test) => {
    const random = seededRandom(11);
    const { target } = new TestBench(featureJson);
    const server = new P4RuntimeServer(new Map([[deviceId, new SwitchPipeline(target, { cpuPort: 15 })]]));
    const address = `127.0.0.1:${await server.listen({ port: 0 })}`;
    const greatest = (electionId.high << 64n) | electionId.low;
    const client = await P4RuntimeClient.connect({ address, deviceId, electionId: greatest });
    const raw = new Client(address, credentials.createInsecure());
    test.after(async () => {
      raw.close();
      await client.close();
      await server.close();
    });
    await client.setPipeline(config);
    const codes = new Map<string, number>();
    const attack = async () => {
      const isStream = randomBelow(random, 8) === 0;
      const seed = oneOf(random, seeds);
      const code = isStream
        ? await converse(raw, random)
        : await call(raw, seed.method, mutant(random, seed));
      assert.ok(!badCodes.includes(code), `${isStream ? "StreamChannel" : seed.method}: ${code}`);
      codes.set(code, (codes.get(code) ?? 0) + 1);
      if (seed.method === "SetForwardingPipelineConfig" && code === "OK") await client.setPipeline(config);
    };
    const heapAfter = async (count: number) => {
      let left = count;
      const worker = async () => {
        while (left-- > 0) await attack();
      };
      await Promise.all(Array.from({ length: underWay }, worker));
      await client.setPipeline(config);
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const before = await heapAfter(requests / 2);
    const after = await heapAfter(requests / 2);
    test.diagnostic(JSON.stringify(Object.fromEntries(codes)));
    assert.ok(after - before < heapGrowthBytesMax, `the heap has grown from ${before} to ${after} bytes`);
    assert.ok(client.isPrimary);
    assert.ok((codes.get("INVALID_ARGUMENT") ?? 0) > requests / 50);
    for await (const entity of client.read([tableEntry({})])) assert.fail(`still there: ${entity.kind}`);
  });
});
