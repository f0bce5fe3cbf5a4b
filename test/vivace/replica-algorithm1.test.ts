import assert from "node:assert/strict";
import { test } from "node:test";
import { timestampOf } from "../../src/vivace/index.js";
import { ReplicaScript } from "./support/replica-script.js";
import { clientEnd, replicaEnd } from "./support/show.js";

// Line by line the "upon receive" parts of Algorithm 1, and what follows from losing, doubling and crashing.

const targets = [replicaEnd(1), replicaEnd(2), replicaEnd(3)];

test("R-TS answers ts[key]; an object that was never written has the timestamp 0", () => {
  const script = new ReplicaScript();
  assert.deepEqual(script.receive("rTs", 9), ["→ c1 *ackRTs 0.0 to 9.1"]);
  script.exchange("wTs", 5);
  assert.deepEqual(script.receive("rTs", 10), ["→ c1 *ackRTs 5.1 to 10.1"]);
});

test("W-TS is acknowledged when the timestamp is durable, not sooner", () => {
  const script = new ReplicaScript();
  assert.deepEqual(script.receive("wTs", 5), ["persist adopt 5.1"]);
  assert.deepEqual(script.sync(), ["→ c1 *ackWTs 5.1 to 5.1"]);
});

test("nobody hears of a timestamp before it is durable", () => {
  const script = new ReplicaScript();
  script.receive("wTs", 5);
  assert.deepEqual(script.receive("rTs", 9), []);
  assert.deepEqual(script.sync(), ["→ c1 *ackWTs 5.1 to 5.1", "→ c1 *ackRTs 5.1 to 9.1"]);
});

test("W-TS before W-REMOTE: R-DATA waits for the value", () => {
  const script = new ReplicaScript();
  script.exchange("wTs", 5);
  assert.deepEqual(script.receive("rData", 5), []);
  assert.deepEqual(script.exchange("wRemote", 5, "five"), [
    "→ c1 ackWRemote 5.1 to 5.1",
    '→ c1 ackRData 5.1 to 5.1 "five"',
  ]);
  assert.deepEqual(script.receive("rData", 5), ['→ c1 ackRData 5.1 to 5.1 "five"']);
});

test("W-REMOTE before W-TS: remote_buf keeps the value until its timestamp comes", () => {
  const script = new ReplicaScript();
  assert.deepEqual(script.exchange("wRemote", 5, "five"), ["→ c1 ackWRemote 5.1 to 5.1"]);
  assert.deepEqual(script.receive("rTs", 9), ["→ c1 *ackRTs 0.0 to 9.1"], "a value alone is not seen");
  assert.deepEqual(script.exchange("wTs", 5), ["→ c1 *ackWTs 5.1 to 5.1"]);
  assert.deepEqual(script.receive("rData", 5), ['→ c1 ackRData 5.1 to 5.1 "five"']);
});

test("R-DATA gives the value of its very timestamp out of remote_buf, and no other", () => {
  const script = new ReplicaScript();
  script.exchange("wRemote", 5, "five");
  assert.deepEqual(script.receive("rData", 5), ['→ c1 ackRData 5.1 to 5.1 "five"']);
  assert.deepEqual(script.receive("rData", 4), [], "nobody has said that 5.1 is to be read");
  assert.deepEqual(script.exchange("wTs", 6), ["→ c1 *ackWTs 6.1 to 6.1"], "6.1 has taken 5.1 away");
  assert.deepEqual(script.receive("rData", 5), [], "and has no value yet");
});

test("R-DATA is content with a newer value", () => {
  const script = new ReplicaScript();
  script.exchange("wRemote", 7, "seven");
  script.exchange("wTs", 7);
  assert.deepEqual(script.receive("rData", 5), ['→ c1 ackRData 7.1 to 5.1 "seven"']);
});

test("a duplicate W-TS does not take the value away", () => {
  const script = new ReplicaScript();
  script.exchange("wRemote", 5, "five");
  script.exchange("wTs", 5);
  assert.deepEqual(script.exchange("wTs", 5), ["→ c1 *ackWTs 5.1 to 5.1"]);
  assert.deepEqual(script.receive("rData", 5), ['→ c1 ackRData 5.1 to 5.1 "five"']);
  assert.equal(script.unsynced.length, 0, "and writes nothing");
});

test("duplicates of W-REMOTE are acknowledged and stored once", () => {
  const script = new ReplicaScript();
  script.exchange("wRemote", 5, "five");
  assert.deepEqual(script.receive("wRemote", 5, "five"), ["→ c1 ackWRemote 5.1 to 5.1"]);
  script.exchange("wTs", 5);
  assert.deepEqual(script.receive("wRemote", 5, "five"), ["→ c1 ackWRemote 5.1 to 5.1"]);
  assert.equal(script.disk.length, 2);
});

test("a newer timestamp leaves ⊥ until its own value comes; older values are too late", () => {
  const script = new ReplicaScript();
  script.exchange("wRemote", 5, "five");
  script.exchange("wTs", 5);
  script.exchange("wTs", 7);
  assert.deepEqual(script.receive("rData", 5), []);
  assert.deepEqual(script.exchange("wRemote", 6, "six"), ["→ c1 ackWRemote 6.1 to 6.1"]);
  assert.deepEqual(script.exchange("wRemote", 7, "seven"), [
    "→ c1 ackWRemote 7.1 to 7.1",
    '→ c1 ackRData 7.1 to 5.1 "seven"',
  ]);
});

test("a timestamp that comes late is refused if this replica never had it, and not if it had", () => {
  const script = new ReplicaScript();
  script.exchange("wTs", 5);
  const other = timestampOf(9, 2);
  script.receiveFrom(clientEnd(2), "wTs", other);
  script.sync();
  assert.deepEqual(script.receive("wTs", 5), ["→ c1 *ackWTs 9.2 to 5.1"]);
  assert.deepEqual(script.receive("wTs", 7), ["→ c1 *ackWTs 9.2 to 7.1 refused"]);
  assert.deepEqual(
    script.receive("wTs", 3),
    ["→ c1 *ackWTs 9.2 to 3.1 unsure"],
    "the client has gone on since",
  );
});

test("W-LOCAL is acknowledged when durable; the value is passed on meanwhile", () => {
  const script = new ReplicaScript();
  assert.deepEqual(script.receive("wLocal", 5, "five", targets), [
    'persist local 5.1 "five"',
    '→ r2 wRemote 5.1 "five"',
    '→ r3 wRemote 5.1 "five"',
    'persist remote 5.1 "five"',
  ]);
  assert.deepEqual(script.sync(), ["→ c1 *ackWLocal 5.1 to 5.1"]);
  assert.deepEqual(script.exchange("wTs", 5), ["→ c1 *ackWTs 5.1 to 5.1"]);
  assert.deepEqual(
    script.receive("rData", 5),
    ['→ c1 ackRData 5.1 to 5.1 "five"'],
    "a local replica that is in the replica set, too, has the value at once",
  );
});

test("a duplicate W-LOCAL is acknowledged and not passed on twice", () => {
  const script = new ReplicaScript();
  script.receive("wLocal", 5, "five", targets);
  script.sync();
  assert.deepEqual(script.receive("wLocal", 5, "five", targets), ["→ c1 *ackWLocal 5.1 to 5.1"]);
});

test("the value is sent again to those that have not got it, and leaves local_buf when all have", () => {
  const script = new ReplicaScript();
  script.receive("wLocal", 5, "five", targets);
  script.sync();
  assert.deepEqual(script.answerRemote(replicaEnd(3), 5), []);
  assert.deepEqual(script.wait(), ['→ r2 wRemote 5.1 "five"']);
  assert.deepEqual(script.answerRemote(replicaEnd(2), 5), ["persist settled 5.1"]);
  script.sync();
  assert.deepEqual(script.restart(), [], "nothing is left to do");
});

test("a value that a majority has is not sent for ever to a dead replica", () => {
  const script = new ReplicaScript();
  script.receive("wLocal", 5, "five", targets);
  script.sync();
  script.answerRemote(replicaEnd(3), 5);
  let attempts = 0;
  while (script.core.nextDeadlineUs() !== undefined) attempts += script.wait().length;
  assert.ok(attempts > 3 && attempts < 12, `${attempts} lines`);
});

test("a replica that crashed goes on passing values on", () => {
  const script = new ReplicaScript();
  script.receive("wLocal", 5, "five", targets);
  script.sync();
  assert.deepEqual(script.restart(), ['→ r2 wRemote 5.1 "five"', '→ r3 wRemote 5.1 "five"']);
});

test("timestamps, values and buffers survive a crash", () => {
  const script = new ReplicaScript();
  script.exchange("wRemote", 5, "five");
  script.exchange("wTs", 5);
  script.exchange("wRemote", 8, "eight");
  script.restart();
  assert.deepEqual(script.receive("rTs", 9), ["→ c1 *ackRTs 5.1 to 9.1"]);
  assert.deepEqual(script.receive("rData", 5), ['→ c1 ackRData 5.1 to 5.1 "five"']);
  script.exchange("wTs", 8);
  assert.deepEqual(script.receive("rData", 8), ['→ c1 ackRData 8.1 to 8.1 "eight"']);
  script.restart();
  assert.deepEqual(script.receive("rData", 8), ['→ c1 ackRData 8.1 to 8.1 "eight"']);
  assert.deepEqual(script.receive("wTs", 5), ["→ c1 *ackWTs 8.1 to 5.1 unsure"]);
});

test("what was not durable was never told to anybody", () => {
  const script = new ReplicaScript();
  assert.deepEqual(script.receive("wTs", 5), ["persist adopt 5.1"]);
  script.restart();
  assert.deepEqual(script.receive("rTs", 9), ["→ c1 *ackRTs 0.0 to 9.1"]);
});

test("requests that wait are not doubled, and messages that are not for replicas change nothing", () => {
  const script = new ReplicaScript();
  script.exchange("wTs", 5);
  script.receive("rData", 5);
  script.receive("rData", 5);
  assert.deepEqual(script.receive("ackRTs", 5), []);
  assert.equal(script.exchange("wRemote", 5, "five").length, 2);
});

test("W-LOCAL without targets ends at once", () => {
  const script = new ReplicaScript();
  assert.deepEqual(script.receive("wLocal", 5, "five"), ['persist local 5.1 "five"', "persist settled 5.1"]);
});
