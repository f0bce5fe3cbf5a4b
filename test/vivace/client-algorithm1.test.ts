import assert from "node:assert/strict";
import { test } from "node:test";
import { type ClientConfig, noOptimisations } from "../../src/vivace/index.js";
import { ClientScript } from "./support/client-script.js";

// The functions `read` and `write` of Algorithm 1, as transcripts. 100.1 is the first timestamp of client 1.

const plain: Partial<ClientConfig> = { optimisations: noOptimisations, clockTrust: "trusted" };

test("write: the value to the local set, then the timestamp to the replica set", () => {
  const script = new ClientScript(plain);
  assert.deepEqual(script.write("new"), [
    '→ r1 wLocal 100.1 "new"',
    '→ r4 wLocal 100.1 "new"',
    '→ r5 wLocal 100.1 "new"',
  ]);
  assert.deepEqual(script.answer(4, "wLocal", 100, { ticks: 100 }), []);
  assert.deepEqual(script.answer(1, "wLocal", 100, { ticks: 100 }), [
    "→ r1 *wTs 100.1",
    "→ r2 *wTs 100.1",
    "→ r3 *wTs 100.1",
  ]);
  assert.deepEqual(script.answer(1, "wTs", 100, { ticks: 100 }), []);
  assert.deepEqual(script.answer(3, "wTs", 100, { ticks: 100 }), ["operation 1 done"]);
  assert.equal(script.core.nextDeadlineUs(), undefined, "nothing is left to do");
});

test("read: timestamps of a majority, the data from whoever is first, and the write-back", () => {
  const script = new ClientScript(plain);
  assert.deepEqual(script.read(), ["→ r1 *rTs 100.1", "→ r2 *rTs 100.1", "→ r3 *rTs 100.1"]);
  assert.deepEqual(script.answer(1, "rTs", 100, { ticks: 5 }), []);
  assert.deepEqual(script.answer(2, "rTs", 100, { ticks: 7 }), [
    "→ r1 *rData 7.1",
    "→ r2 *rData 7.1",
    "→ r3 *rData 7.1",
  ]);
  assert.deepEqual(script.answer(2, "rData", 7, { ticks: 7, text: "seven" }), [
    "→ r1 *wTs 7.1",
    "→ r2 *wTs 7.1",
    "→ r3 *wTs 7.1",
  ]);
  script.answer(2, "wTs", 7, { ticks: 7 });
  assert.deepEqual(script.answer(1, "wTs", 7, { ticks: 7 }), ['operation 1 done: "seven"']);
});

test("data that is newer than asked for is written back under its own timestamp", () => {
  const script = new ClientScript(plain);
  script.read();
  script.answer(1, "rTs", 100, { ticks: 5 });
  script.answer(2, "rTs", 100, { ticks: 7 });
  assert.deepEqual(script.answer(3, "rData", 7, { ticks: 9, text: "nine" }), [
    "→ r1 *wTs 9.1",
    "→ r2 *wTs 9.1",
    "→ r3 *wTs 9.1",
  ]);
});

test("an object that was never written is read as such after one round", () => {
  const script = new ClientScript();
  script.read();
  script.answer(1, "rTs", 100, { ticks: 0 });
  assert.deepEqual(script.answer(2, "rTs", 100, { ticks: 0 }), ["operation 1 done"]);
});

test("an answer to an earlier read is not counted for a later one", () => {
  const script = new ClientScript();
  script.read();
  script.answer(1, "rTs", 100, { ticks: 0 });
  script.answer(2, "rTs", 100, { ticks: 0 });
  assert.deepEqual(script.read(), ["→ r1 *rTs 101.1", "→ r2 *rTs 101.1", "→ r3 *rTs 101.1"]);
  assert.deepEqual(script.answer(3, "rTs", 100, { ticks: 0 }), [], "belongs to the first");
  assert.deepEqual(script.answer(1, "rTs", 101, { ticks: 0 }), []);
  assert.deepEqual(script.answer(1, "rTs", 101, { ticks: 0 }), [], "a copy");
  assert.deepEqual(script.answer(2, "rTs", 101, { ticks: 0 }), ["operation 2 done"]);
});

test("who does not answer is asked again; who has answered is not", () => {
  const script = new ClientScript();
  script.read();
  script.answer(1, "rTs", 100, { ticks: 0 });
  assert.deepEqual(script.wait(), ["→ r2 *rTs 100.1", "→ r3 *rTs 100.1"]);
  const firstUs = script.nowUs;
  assert.deepEqual(script.wait(), ["→ r2 *rTs 100.1", "→ r3 *rTs 100.1"]);
  assert.ok(script.nowUs - firstUs >= 2 * firstUs, "each wait doubles");
});

test("while the data does not come, it is asked for again, and in the end the read fails", () => {
  const script = new ClientScript({ ...plain, timeoutUs: 1_200_000 });
  script.read();
  script.answer(1, "rTs", 100, { ticks: 5 });
  script.answer(2, "rTs", 100, { ticks: 7 });
  assert.deepEqual(script.wait(), ["→ r1 *rData 7.1", "→ r2 *rData 7.1", "→ r3 *rData 7.1"]);
  const lines: string[] = [];
  while (script.core.nextDeadlineUs() !== undefined) lines.push(...script.wait());
  assert.equal(lines.at(-1), "operation 1 failed: VIVACE-NO-DATA");
});

test("a write without a majority fails and says that its outcome is unknown", () => {
  const script = new ClientScript({ timeoutUs: 900_000 });
  script.write("new");
  const lines: string[] = [];
  while (script.core.nextDeadlineUs() !== undefined) lines.push(...script.wait());
  assert.equal(lines.at(-1), "operation 1 failed: VIVACE-TIMEOUT");
});

test("a client writes an object once at a time, and reads it meanwhile", () => {
  const script = new ClientScript();
  script.write("one");
  assert.deepEqual(script.write("two"), []);
  assert.equal(script.read().length, 3);
  script.answer(1, "wLocal", 100, { ticks: 100 });
  script.answer(4, "wLocal", 100, { ticks: 100 });
  script.answer(1, "wTs", 100, { ticks: 100 });
  assert.deepEqual(script.answer(2, "wTs", 100, { ticks: 100 }), [
    "operation 1 done",
    '→ r1 wLocal 102.1 "two"',
    '→ r4 wLocal 102.1 "two"',
    '→ r5 wLocal 102.1 "two"',
  ]);
});

test("a value that is too large is refused at once", () => {
  const script = new ClientScript();
  assert.deepEqual(script.write("x".repeat(8193)), ["operation 1 failed: VIVACE-TOO-LARGE"]);
});
