import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DuplicateFilter, type Pack, readEntries } from "../../src/ringworld/index.js";

function pack(index: bigint, client: bigint, request: number, junk = false): Pack {
  return { index, client, request, stream: 0, values: [new Uint8Array(0)], junk };
}

test("each append passes once, whatever the order of requests and clients", () => {
  const append = fc.record({ client: fc.bigInt(1n, 3n), request: fc.integer({ min: 1, max: 30 }) });
  fc.assert(
    fc.property(fc.array(append), (appends) => {
      const filter = new DuplicateFilter();
      const seen = new Set<string>();
      for (const [at, { client, request }] of appends.entries()) {
        const name = `${client}/${request}`;
        assert.equal(filter.passes(pack(BigInt(at + 1), client, request)), !seen.has(name));
        seen.add(name);
      }
    }),
  );
});

test("request numbers wrap: a reader may begin anywhere, and tells copies from new requests on both sides", () => {
  for (const first of [1, 2 ** 31 - 3, 2 ** 31 + 7, 2 ** 32 - 3]) {
    const filter = new DuplicateFilter();
    const passes = (ahead: number) => filter.passes(pack(1n, 5n, (first + ahead) % 2 ** 32));
    assert.deepEqual([4, 0, 2, 6, 1].map(passes), [true, true, true, true, true], `from ${first}`);
    assert.deepEqual([0, 1, 2, 4, 6].map(passes), [false, false, false, false, false], `from ${first}`);
    assert.deepEqual([3, 5, 3, 5].map(passes), [true, true, false, false], `from ${first}`);
  }
});

test("a number that comes again after 2^32 requests is a new one, though some were never appended", () => {
  const filter = new DuplicateFilter();
  const passes = (request: number) => filter.passes(pack(1n, 5n, request));
  const quarters = [10, 11, 2 ** 30, 2 ** 31, 2 ** 31 + 2 ** 30];
  assert.deepEqual(quarters.map(passes), [true, true, true, true, true]);
  assert.deepEqual([2 ** 31 + 2 ** 30, 2 ** 31, 10, 11, 11].map(passes), [false, false, true, true, false]);
});

test("entries come in log order however reads end, without junk and later copies, within the window", async () => {
  const log = [1, 2, 2, 0, 3, 1, 4].map((request, at) => pack(BigInt(at + 1), 5n, request, request === 0));
  let underWay = 0;
  let underWayMax = 0;
  const source = {
    tail: async () => BigInt(log.length),
    readPack: async (index: bigint) => {
      underWay += 1;
      underWayMax = Math.max(underWayMax, underWay);
      await new Promise((resolve) => setTimeout(resolve, index % 2n === 0n ? 1 : 8));
      underWay -= 1;
      const found = log[Number(index) - 1];
      if (found === undefined) throw new Error("beyond the tail");
      return found;
    },
  };
  const requests: number[] = [];
  for await (const { request } of readEntries(source, { window: 3 })) requests.push(request);
  assert.deepEqual(requests, [1, 2, 3, 4]);
  assert.equal(underWayMax, 3);
  const later: bigint[] = [];
  for await (const { index } of readEntries(source, { from: 3n, to: 6n })) later.push(index);
  assert.deepEqual(later, [3n, 5n, 6n]);
});

test("of long packs few are read at once, as many as sockets have room for; of short ones many", async () => {
  const last = 1500n;
  const isLong = (index: bigint) => index <= 20n || index > 1000n;
  let underWay = 0;
  const underWayAt = new Map<bigint, number>();
  const source = {
    tail: async () => last,
    readPack: async (index: bigint) => {
      underWay += 1;
      underWayAt.set(index, underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      return { ...pack(index, 5n, Number(index)), values: [new Uint8Array(isLong(index) ? 64_000 : 100)] };
    },
  };
  let read = 0;
  for await (const _ of readEntries(source)) read += 1;
  assert.equal(read, 1500);
  const most = (from: number, to: number) =>
    Math.max(...[...underWayAt].filter(([index]) => index >= from && index < to).map(([, count]) => count));
  assert.ok(most(1, 20) <= 7, `${most(1, 20)} when nothing is known`);
  assert.ok(most(20, 1000) > 50, `${most(20, 1000)} short ones`);
  assert.ok(most(1400, 1501) <= 8, `${most(1400, 1501)} long ones after short ones`);
});

test("a read that fails ends the iteration when its turn comes", async () => {
  const source = {
    tail: async () => 3n,
    readPack: async (index: bigint) => {
      if (index === 2n) throw new Error("lost");
      return pack(index, 1n, Number(index));
    },
  };
  const indices: bigint[] = [];
  const reading = (async () => {
    for await (const { index } of readEntries(source)) indices.push(index);
  })();
  await assert.rejects(reading, /lost/);
  assert.deepEqual(indices, [1n]);
});

test("each reader of a stream sees each of its entries once, in log order, and goes on with what comes later", async () => {
  const log: Pack[] = [];
  const append = (request: number, stream: number) =>
    log.push({ ...pack(BigInt(log.length + 1), 5n, request), stream });
  for (const [request, stream] of [
    [1, 7],
    [2, 8],
    [3, 7],
    [3, 7],
    [4, 0],
  ] as const)
    append(request, stream);
  const source = {
    tail: async () => BigInt(log.length),
    readPack: async (index: bigint) => log[Number(index) - 1] ?? pack(index, 0n, 0, true),
    firstIndex: async () => 1n,
    tailBeyond: async (index: bigint) => {
      while (BigInt(log.length) <= index) await new Promise((resolve) => setTimeout(resolve, 1));
      return BigInt(log.length);
    },
  };
  const follow = async (stream: number, wanted: number) => {
    const indices: bigint[] = [];
    for await (const { index } of readEntries(source, { stream, follow: true })) {
      indices.push(index);
      if (indices.length === wanted) break;
    }
    return indices;
  };
  const readers = [follow(7, 4), follow(7, 3), follow(8, 2)];
  for (const [request, stream] of [
    [5, 7],
    [5, 7],
    [6, 8],
    [7, 7],
  ] as const) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    append(request, stream);
  }
  assert.deepEqual(await Promise.all(readers), [
    [1n, 3n, 6n, 9n],
    [1n, 3n, 6n],
    [2n, 8n],
  ]);
});

test("reading begins where the log is not trimmed, and what is withheld is nobody's", async () => {
  const reads: unknown[] = [];
  const source = {
    tail: async () => 4n,
    firstIndex: async () => 3n,
    readPack: async (index: bigint, options?: object) => {
      reads.push([index, options]);
      return {
        ...pack(index, 5n, Number(index)),
        stream: Number(index),
        ...(index === 4n && { withheld: true as const }),
      };
    },
  };
  const seen: bigint[] = [];
  for await (const { index } of readEntries(source, { stream: 3, subscribed: true })) seen.push(index);
  assert.deepEqual(seen, [3n]);
  assert.deepEqual(
    reads,
    [3n, 4n].map((index) => [index, { subscribedTo: 3 }]),
  );
});
