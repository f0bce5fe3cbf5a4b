import assert from "node:assert/strict";
import { test } from "node:test";
import { timestampOf } from "../../src/vivace/index.js";
import { ReplicaScript } from "./support/replica-script.js";
import { clientEnd } from "./support/show.js";

// EXEC, section 3.4.2: a replica applies the command to the value with timestamp mts and keeps the result in a buffer.

/** A replica that has run the first command, at 5.1: the state is "a". */
function withState(): ReplicaScript {
  const script = new ReplicaScript();
  script.exchange("orTs", 5);
  script.receiveExec(5, 0, "a");
  script.sync();
  script.exchange("owTs", 5);
  return script;
}

test("the new state is durable before the answer, and OW-TS makes it the newest", () => {
  const script = new ReplicaScript();
  script.exchange("orTs", 5);
  assert.deepEqual(script.receiveExec(5, 0, "a"), ['persist remote 5.1 "a" of 5.1']);
  assert.deepEqual(script.sync(), ['→ c1 ackExec 5.1 to 5.1 done 5.1 "was 0"']);
  script.exchange("owTs", 5);
  assert.deepEqual(script.receive("orData", 5), ['→ c1 ackOrData 5.1 to 5.1 "a" of 5.1']);
});

test("a command runs on the state of the timestamp that it names, and a duplicate changes nothing", () => {
  const script = withState();
  script.exchange("orTs", 8);
  assert.deepEqual(script.receiveExec(8, 5, "b"), ['persist remote 8.1 "ab" of 8.1']);
  assert.deepEqual(script.sync(), ['→ c1 ackExec 8.1 to 8.1 done 8.1 "was 1"']);
  assert.deepEqual(script.receiveExec(8, 5, "b"), ['→ c1 ackExec 8.1 to 8.1 done 8.1 "was 1"']);
});

test("a command waits for the state, and is rejected when a newer one is there", () => {
  const script = withState();
  script.exchange("orTs", 9);
  assert.deepEqual(script.receiveExec(9, 7, "b"), []);
  const lines = script.exchange("ow", 9, "x");
  assert.ok(lines.includes("→ c1 ackExec 9.1 to 9.1 refused"), lines.join());
  assert.deepEqual(script.receiveExec(10, 7, "b"), ["→ c1 ackExec 9.1 to 10.1 refused"]);
});

test("a state in remote_buf is one, too: its timestamp may be known to others only", () => {
  const script = withState();
  script.exchange("orTs", 8);
  script.receiveExec(8, 5, "b");
  script.sync();
  script.exchange("orTs", 9);
  assert.deepEqual(script.receive("orData", 8), ['→ c1 ackOrData 8.1 to 8.1 "ab" of 8.1']);
  assert.deepEqual(script.receiveExec(9, 8, "c"), ['persist remote 9.1 "abc" of 9.1']);
});

test("a command is rejected below ots[key]", () => {
  const script = withState();
  script.receiveFrom(clientEnd(2), "orTs", timestampOf(9, 2));
  script.sync();
  assert.deepEqual(script.receiveExec(8, 5, "b"), ["→ c1 ackExec 9.2 to 8.1 refused"]);
});

test("an earlier attempt that is in the state is kept as it is, and named", () => {
  const script = withState();
  script.exchange("orTs", 8);
  assert.deepEqual(script.receiveExec(8, 5, "a", { attempts: [timestampOf(5, 1)] }), [
    'persist remote 8.1 "a" of 5.1',
  ]);
  assert.deepEqual(script.sync(), ['→ c1 ackExec 8.1 to 8.1 done 5.1 ""']);
});

test("a command that throws, that nobody knows, or that meets an RW object changes nothing", () => {
  const script = withState();
  assert.deepEqual(script.receiveExec(8, 5, "b", { name: "fail" }), ['→ c1 ackExec 8.1 to 8.1 threw 8.1 ""']);
  assert.deepEqual(script.receiveExec(8, 5, "b", { name: "?" }), [
    '→ c1 ackExec 8.1 to 8.1 unknownCommand 8.1 ""',
  ]);
  script.exchange("w", 8, "text");
  assert.deepEqual(script.receiveExec(9, 8, "b"), ['→ c1 ackExec 9.1 to 9.1 notRmw 9.1 ""']);
});

test("a request that is none is dropped", () => {
  assert.deepEqual(withState().receive("exec", 8, "short"), []);
});
