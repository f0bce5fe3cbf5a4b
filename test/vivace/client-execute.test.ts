import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeUtf8, seededRandom } from "../../src/base/index.js";
import { ClientCore, noOptimisations, timestampOf } from "../../src/vivace/index.js";
import { ClientScript, place, type Said } from "./support/client-script.js";

// `execute` of Algorithms 2 and 3. The command appends its argument and answers how long the state was.

const algorithm2 = { algorithms: { rw: "abd", rmw: "algorithm2" } } as const;

function ordered(script: ClientScript, asked: number, ticks: number): void {
  script.answer(1, "orTs", asked, { ticks });
  script.answer(2, "orTs", asked, { ticks });
}

function installed(script: ClientScript, asked: number): string[] {
  script.answer(1, "wLocal", asked, { ticks: asked });
  return script.answer(4, "wLocal", asked, { ticks: asked });
}

/** What a replica says that has promised client 2 a larger timestamp. */
const outvoted: Said = { ticks: 900, client: 2, verdict: "refused" };

/** `execute("c")` whose first attempt, 100.1, replica 2 refused at its end; the second is ordered after 800. */
function abortedOnce(replica1: Said): ClientScript {
  const script = new ClientScript();
  script.execute("c");
  ordered(script, 100, 0);
  installed(script, 100);
  script.answer(1, "owTs", 100, replica1);
  script.answer(2, "owTs", 100, outvoted);
  script.wait();
  ordered(script, 901, 800);
  return script;
}

test("Algorithm 3: order, data, value to the local set, timestamp to the replica set", () => {
  const script = new ClientScript({ optimisations: noOptimisations });
  assert.deepEqual(script.execute("c"), ["→ r1 *orTs 100.1", "→ r2 *orTs 100.1", "→ r3 *orTs 100.1"]);
  script.answer(1, "orTs", 100, { ticks: 5 });
  assert.deepEqual(script.answer(2, "orTs", 100, { ticks: 7 }), [
    "→ r1 *orData 7.1",
    "→ r2 *orData 7.1",
    "→ r3 *orData 7.1",
  ]);
  const rmw = { state: "ab", applied: [timestampOf(6, 2), timestampOf(7, 1)] };
  assert.deepEqual(script.answer(2, "orData", 7, { ticks: 7, rmw }), [
    '→ r1 wLocal 100.1 "abc" of 6.2 100.1',
    '→ r4 wLocal 100.1 "abc" of 6.2 100.1',
    '→ r5 wLocal 100.1 "abc" of 6.2 100.1',
  ]);
  assert.deepEqual(installed(script, 100), ["→ r1 *owTs 100.1", "→ r2 *owTs 100.1", "→ r3 *owTs 100.1"]);
  script.answer(3, "owTs", 100, { ticks: 100 });
  assert.deepEqual(script.answer(2, "owTs", 100, { ticks: 100 }), ['operation 1 done: "was 2"']);
});

test("the first command finds nothing and needs no data", () => {
  const script = new ClientScript();
  script.execute("a");
  script.answer(1, "orTs", 100, { ticks: 0 });
  assert.match(script.answer(2, "orTs", 100, { ticks: 0 })[0] ?? "", /wLocal 100\.1 "a" of 100\.1/);
});

test("Algorithm 2: two rounds with the replica set, both with data", () => {
  const script = new ClientScript(algorithm2);
  assert.deepEqual(script.execute("c"), ["→ r1 or 100.1", "→ r2 or 100.1", "→ r3 or 100.1"]);
  const rmw = { state: "ab", applied: [timestampOf(7, 2)] };
  script.answer(1, "or", 100, { ticks: 0 });
  assert.deepEqual(script.answer(2, "or", 100, { ticks: 7, client: 2, rmw }), [
    '→ r1 ow 100.1 "abc" of 7.2 100.1',
    '→ r2 ow 100.1 "abc" of 7.2 100.1',
    '→ r3 ow 100.1 "abc" of 7.2 100.1',
  ]);
  script.answer(3, "ow", 100, { ticks: 100 });
  assert.deepEqual(script.answer(2, "ow", 100, { ticks: 100 }), ['operation 1 done: "was 2"']);
});

test("an aborted command waits for a random time and begins again with a larger timestamp", () => {
  const script = new ClientScript();
  script.execute("c");
  script.answer(1, "orTs", 100, { ticks: 0 });
  assert.deepEqual(script.answer(2, "orTs", 100, { ticks: 900, client: 2, verdict: "refused" }), []);
  const again = script.wait();
  assert.deepEqual(again, ["→ r1 *orTs 901.1", "→ r2 *orTs 901.1", "→ r3 *orTs 901.1"]);
  assert.ok(script.nowUs > 0 && script.nowUs <= 20_000, `${script.nowUs}`);
});

test("one refusal by a minority does not abort what a majority accepts", () => {
  const script = new ClientScript(algorithm2);
  script.execute("c");
  script.answer(1, "or", 100, { ticks: 0 });
  script.answer(2, "or", 100, { ticks: 0 });
  script.answer(1, "ow", 100, { ticks: 100 });
  assert.deepEqual(script.answer(2, "ow", 100, { ticks: 100 }), ['operation 1 done: "was 0"']);
});

test("an aborted attempt that is in the newest value is not repeated, and made to last before it is reported", () => {
  const script = abortedOnce({ ticks: 100 });
  const rmw = { state: "cx", applied: [timestampOf(100, 1), timestampOf(800, 2)] };
  assert.match(
    script.answer(1, "orData", 800, { ticks: 800, rmw })[0] ?? "",
    /wLocal 901\.1 "cx" of 100\.1 800\.2$/,
  );
  installed(script, 901);
  script.answer(1, "owTs", 901, { ticks: 901 });
  assert.deepEqual(script.answer(2, "owTs", 901, { ticks: 901 }), ['operation 1 done: "was 0"']);
});

test("an aborted attempt that took no effect is repeated on the newest state", () => {
  const script = abortedOnce(outvoted);
  const rmw = { state: "x", applied: [timestampOf(800, 2)] };
  assert.match(script.answer(1, "orData", 800, { ticks: 800, rmw })[0] ?? "", /"xc" of 800\.2 901\.1/);
});

test("when so many others came in between that the mark may be gone, the command says so", () => {
  const script = abortedOnce(outvoted);
  const applied = Array.from({ length: 33 }, (_, client) => timestampOf(200 + client, 2 + client));
  assert.deepEqual(script.answer(1, "orData", 800, { ticks: 800, rmw: { state: "x", applied } }), [
    "operation 1 failed: VIVACE-UNKNOWN",
  ]);
});

test("outdated data aborts the attempt; data that does not come makes it ask for the timestamp again", () => {
  const script = new ClientScript({ optimisations: noOptimisations });
  script.execute("c");
  ordered(script, 100, 7);
  assert.deepEqual(script.answer(1, "orData", 7, { ticks: 9, verdict: "refused" }), []);
  assert.match(script.wait()[0] ?? "", /orTs/);
  ordered(script, 101, 7);
  const lines: string[] = [];
  while (!lines.at(-1)?.includes("orTs")) lines.push(...script.wait());
  assert.equal(lines.filter((line) => line === "→ r3 *orData 7.1").length, 2, "asked three times in all");
  assert.match(lines.at(-1) ?? "", /orTs 102\.1/);
});

test("a command that throws, or that nobody knows, fails with a code", () => {
  const script = new ClientScript();
  assert.deepEqual(script.execute("c", "unknown"), ["operation 1 failed: VIVACE-NO-COMMAND"]);
  script.execute("c", "fail");
  script.answer(1, "orTs", 100, { ticks: 0 });
  assert.deepEqual(script.answer(2, "orTs", 100, { ticks: 0 }), ["operation 2 failed: VIVACE-COMMAND"]);
});

test("an error names the object as people write it", () => {
  const core = new ClientCore(1, seededRandom(1));
  const call = { name: "unknown", argument: new Uint8Array(0) };
  const time = { nowUs: 0, clockUs: 0 };
  const [effect] = core.execute(1, { ...place, key: encodeUtf8("rmw/Zürich") }, call, time);
  assert.match(effect?.kind === "failed" ? effect.error.message : "", /command unknown of "rmw\/Zürich"/);
});

test("an object that was written as RW is not mistaken for an RMW object", () => {
  const script = new ClientScript();
  script.execute("c");
  ordered(script, 100, 7);
  assert.deepEqual(script.answer(1, "orData", 7, { ticks: 7, text: "x" }), [
    "operation 1 failed: VIVACE-NOT-RMW",
  ]);
});

test("a command that fails on the newest state is not reported as undone while an earlier attempt may take effect", () => {
  const script = abortedOnce({ ticks: 100 });
  assert.deepEqual(script.answer(1, "orData", 800, { ticks: 800, text: "x" }), [
    "operation 1 failed: VIVACE-UNKNOWN",
  ]);
});
