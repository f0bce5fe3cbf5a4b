import assert from "node:assert/strict";
import { test } from "node:test";
import { timestampOf } from "../../src/vivace/index.js";
import { ReplicaScript } from "./support/replica-script.js";
import { clientEnd } from "./support/show.js";

// Line by line the "upon receive" parts of Algorithms 2 and 3, with the damage of the printed Algorithm 3 mended.

const promised = (script: ReplicaScript, ticks: number) =>
  script.receiveFrom(clientEnd(2), "orTs", timestampOf(ticks, 2)).concat(script.sync());

test("OR-TS takes a larger ots[key], durable before the answer, and tells ts[key]", () => {
  const script = new ReplicaScript();
  assert.deepEqual(script.receive("orTs", 5), ["persist promise 5.1"]);
  assert.deepEqual(script.sync(), ["→ c1 *ackOrTs 0.0 to 5.1"]);
});

test("OR-TS is refused below ots[key], with the timestamp that is in the way", () => {
  const script = new ReplicaScript();
  promised(script, 7);
  assert.deepEqual(script.receive("orTs", 5), ["→ c1 *ackOrTs 7.2 to 5.1 refused"]);
});

test("a duplicate OR-TS is answered like the first, not refused", () => {
  const script = new ReplicaScript();
  script.exchange("orTs", 5);
  assert.deepEqual(script.receive("orTs", 5), ["→ c1 *ackOrTs 0.0 to 5.1"]);
});

test("OW-TS with ots ≥ ots[key] becomes ts[key]; remote_buf gives the value, else it is ⊥", () => {
  const script = new ReplicaScript();
  script.exchange("orTs", 5);
  script.exchange("wRemote", 5, "five");
  assert.deepEqual(script.exchange("owTs", 5), ["→ c1 *ackOwTs 5.1 to 5.1"]);
  assert.deepEqual(script.receive("orData", 5), ['→ c1 ackOrData 5.1 to 5.1 "five"']);
  script.exchange("owTs", 8);
  assert.deepEqual(script.receive("orData", 8), []);
});

test("OW-TS below ots[key] is refused", () => {
  const script = new ReplicaScript();
  script.exchange("orTs", 5);
  promised(script, 7);
  assert.deepEqual(script.receive("owTs", 5), ["→ c1 *ackOwTs 7.2 to 5.1 refused"]);
});

test("a duplicate OW-TS neither takes the value away nor is refused, not even after a newer promise", () => {
  const script = new ReplicaScript();
  script.exchange("wRemote", 5, "five");
  script.exchange("owTs", 5);
  assert.deepEqual(script.exchange("owTs", 5), ["→ c1 *ackOwTs 5.1 to 5.1"]);
  promised(script, 7);
  assert.deepEqual(script.exchange("owTs", 5), ["→ c1 *ackOwTs 7.2 to 5.1"]);
  assert.deepEqual(script.receive("orData", 5), ['→ c1 ackOrData 5.1 to 5.1 "five"']);
});

test("OR-DATA waits for its value, and is refused when a newer timestamp makes it impossible", () => {
  const script = new ReplicaScript();
  script.exchange("owTs", 5);
  assert.deepEqual(script.receive("orData", 5), []);
  assert.deepEqual(script.exchange("owTs", 8), [
    "→ c1 *ackOwTs 8.1 to 8.1",
    "→ c1 ackOrData 8.1 to 5.1 refused",
  ]);
});

test("promises survive a crash", () => {
  const script = new ReplicaScript();
  promised(script, 7);
  script.restart();
  assert.deepEqual(script.receive("orTs", 5), ["→ c1 *ackOrTs 7.2 to 5.1 refused"]);
  assert.deepEqual(script.receive("owTs", 5), ["→ c1 *ackOwTs 7.2 to 5.1 refused"]);
});

test("Algorithm 2: OR brings the value along, OW takes it along", () => {
  const script = new ReplicaScript();
  assert.deepEqual(script.exchange("or", 5), ["→ c1 ackOr 0.0 to 5.1"]);
  assert.deepEqual(script.exchange("ow", 5, "five"), ["→ c1 ackOw 5.1 to 5.1"]);
  assert.deepEqual(script.exchange("or", 8), ['→ c1 ackOr 5.1 to 8.1 "five"']);
  assert.deepEqual(script.exchange("ow", 5, "five"), ["→ c1 ackOw 8.1 to 5.1"], "a duplicate");
  assert.deepEqual(script.receive("or", 6), ["→ c1 ackOr 8.1 to 6.1 refused"]);
  assert.deepEqual(script.receive("ow", 6, "six"), ["→ c1 ackOw 8.1 to 6.1 refused"]);
  script.restart();
  assert.deepEqual(script.receive("or", 8), ['→ c1 ackOr 5.1 to 8.1 "five"']);
});

test("OW brings the value of an order timestamp that came first without it", () => {
  const script = new ReplicaScript();
  script.exchange("owTs", 5);
  assert.deepEqual(script.exchange("ow", 5, "five"), ["→ c1 ackOw 5.1 to 5.1"]);
  assert.deepEqual(script.receive("orData", 5), ['→ c1 ackOrData 5.1 to 5.1 "five"']);
});
