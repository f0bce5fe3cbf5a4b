import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  answerKind,
  decodeVivace,
  encodeVivace,
  isCritical,
  type VivaceMessage,
  vivaceKeyBytesMax,
  vivaceKind,
  vivaceTargetsMax,
} from "../../src/wire/index.js";

const kinds = Object.values(vivaceKind);
const messages: fc.Arbitrary<VivaceMessage> = fc.record({
  kind: fc.constantFrom(...kinds),
  verdict: fc.integer({ min: 0, max: 2 }),
  timestamp: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  request: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  key: fc.uint8Array({ maxLength: vivaceKeyBytesMax }),
  targets: fc.array(
    fc.record({
      address: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      port: fc.integer({ min: 0, max: 65_535 }),
    }),
    { maxLength: vivaceTargetsMax },
  ),
  value: fc.option(fc.uint8Array({ maxLength: 100 }), { nil: undefined }),
});

test("a critical message has at most 25 bytes, and the key's excess over 16 (paper §4.2)", () => {
  fc.assert(
    fc.property(messages, (message) => {
      fc.pre(isCritical(message.kind));
      assert.ok(encodeVivace(message).length <= 25 + Math.max(0, message.key.length - 16));
    }),
  );
});

test("the critical messages are those with a star in Algorithms 1 and 3", () => {
  const starred = Object.entries(vivaceKind)
    .filter(([, kind]) => isCritical(kind))
    .map(([name]) => name);
  const requests = ["rTs", "rData", "wTs", "orTs", "orData", "owTs"];
  const answers = ["ackRTs", "ackWTs", "ackOrTs", "ackOwTs", "ackWLocal"];
  assert.deepEqual(starred.sort(), [...requests, ...answers].sort());
});

test("every message comes back from its bytes with all that its kind carries", () => {
  fc.assert(
    fc.property(messages, (message) => {
      const decoded = decodeVivace(encodeVivace(message));
      assert.ok(decoded);
      const { kind, verdict, timestamp } = decoded;
      assert.deepEqual([kind, verdict, timestamp], [message.kind, message.verdict, message.timestamp]);
      if (!isCritical(message.kind)) {
        assert.deepEqual(
          decoded.targets,
          message.targets.map(({ address, port }) => ({ address, port })),
        );
        assert.deepEqual([decoded.request, decoded.key], [message.request, message.key]);
        assert.deepEqual(decoded.value, message.value);
      } else if (message.kind < answerKind(0)) assert.deepEqual(decoded.key, message.key);
      else assert.equal(decoded.request, message.request);
    }),
  );
});

test("bytes from anywhere are read or refused, and never harm", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const decoded = decodeVivace(bytes);
      if (decoded) assert.ok(kinds.includes(decoded.kind as (typeof kinds)[number]));
    }),
  );
  fc.assert(
    fc.property(messages, fc.nat(30), (message, cut) => {
      decodeVivace(encodeVivace(message).subarray(0, cut));
    }),
  );
});
