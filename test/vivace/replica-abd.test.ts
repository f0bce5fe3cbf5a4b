import assert from "node:assert/strict";
import { test } from "node:test";
import { ReplicaScript } from "./support/replica-script.js";

// The ABD algorithm at a replica (paper §3.2): messages with data, none of them critical.

test("W stores value and timestamp together, durable before the acknowledgement; R answers both", () => {
  const script = new ReplicaScript();
  assert.deepEqual(script.receive("r", 9), ["→ c1 ackR 0.0 to 9.1"]);
  assert.deepEqual(script.receive("w", 5, "five"), ['persist write 5.1 "five"']);
  assert.deepEqual(script.sync(), ["→ c1 ackW 5.1 to 5.1"]);
  assert.deepEqual(script.receive("r", 10), ['→ c1 ackR 5.1 to 10.1 "five"']);
});

test("an older W changes nothing, nor does a duplicate", () => {
  const script = new ReplicaScript();
  script.exchange("w", 5, "five");
  assert.deepEqual(script.receive("w", 5, "five"), ["→ c1 ackW 5.1 to 5.1"]);
  assert.deepEqual(script.receive("w", 4, "four"), ["→ c1 ackW 5.1 to 4.1 unsure"]);
  assert.deepEqual(script.receive("r", 10), ['→ c1 ackR 5.1 to 10.1 "five"']);
});

test("the empty value is a value", () => {
  const script = new ReplicaScript();
  script.exchange("w", 5, "");
  assert.deepEqual(script.receive("r", 10), ['→ c1 ackR 5.1 to 10.1 ""']);
});

test("a value survives a crash", () => {
  const script = new ReplicaScript();
  script.exchange("w", 5, "five");
  script.restart();
  assert.deepEqual(script.receive("r", 10), ['→ c1 ackR 5.1 to 10.1 "five"']);
});

test("W brings the value of a timestamp that a reader of Algorithm 1 has written back first", () => {
  const script = new ReplicaScript();
  script.exchange("wTs", 5);
  assert.deepEqual(script.exchange("w", 5, "five"), ["→ c1 ackW 5.1 to 5.1"]);
  script.restart();
  assert.deepEqual(script.receive("r", 10), ['→ c1 ackR 5.1 to 10.1 "five"']);
});
