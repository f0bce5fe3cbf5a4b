import assert from "node:assert/strict";
import { test } from "node:test";
import { execEnd, noOptimisations, timestampOf } from "../../src/vivace/index.js";
import { ClientScript } from "./support/client-script.js";

// Section 3.4.2, executing commands at replicas: the command travels, the value does not.

const optimisations = { ...noOptimisations, executeAtReplicas: true };

/** A command whose OR-TS a majority has answered: the newest timestamp is 7.1. */
function ordered(name = "append"): [ClientScript, string[]] {
  const script = new ClientScript({ optimisations });
  script.execute("c", name);
  script.answer(1, "orTs", 100, { ticks: 5 });
  return [script, script.answer(2, "orTs", 100, { ticks: 7 })];
}

test("order, command to the replica set, timestamp to the replica set: the value never travels", () => {
  const [script, lines] = ordered();
  assert.deepEqual(lines, [
    '→ r1 exec 100.1 append "c" on 7.1',
    '→ r2 exec 100.1 append "c" on 7.1',
    '→ r3 exec 100.1 append "c" on 7.1',
  ]);
  script.answer(2, "exec", 100, { ticks: 100, ran: { result: "was 2" } });
  assert.deepEqual(script.answer(3, "exec", 100, { ticks: 100, ran: { result: "was 2" } }), [
    "→ r1 *owTs 100.1",
    "→ r2 *owTs 100.1",
    "→ r3 *owTs 100.1",
  ]);
  script.answer(2, "owTs", 100, { ticks: 100 });
  assert.deepEqual(script.answer(3, "owTs", 100, { ticks: 100 }), ['operation 1 done: "was 2"']);
});

test("a rejection aborts the attempt; the next one is made at the client", () => {
  const [script] = ordered();
  script.answer(1, "exec", 100, { ticks: 900, client: 2, verdict: "refused" });
  assert.deepEqual(script.answer(2, "exec", 100, { ticks: 900, client: 2, verdict: "refused" }), []);
  assert.deepEqual(script.wait(), ["→ r1 *orTs 901.1", "→ r2 *orTs 901.1", "→ r3 *orTs 901.1"]);
  script.answer(1, "orTs", 901, { ticks: 7 });
  assert.match(script.answer(2, "orTs", 901, { ticks: 7 })[0] ?? "", /orData 7\.1/);
});

test("replicas that do not know the command leave it to the client", () => {
  const [script] = ordered();
  const ran = { end: execEnd.unknownCommand };
  script.answer(1, "exec", 100, { ticks: 100, ran });
  assert.deepEqual(script.answer(2, "exec", 100, { ticks: 100, ran }), []);
  script.wait();
  script.answer(1, "orTs", 101, { ticks: 7 });
  assert.match(script.answer(2, "orTs", 101, { ticks: 7 })[0] ?? "", /orData 7\.1/);
});

test("when no majority has the state, the client brings it", () => {
  const [script] = ordered();
  script.answer(2, "exec", 100, { ticks: 100, ran: { result: "was 2" } });
  const lines: string[] = [];
  while (!lines.at(-1)?.includes("orTs")) lines.push(...script.wait());
  assert.ok(!lines.some((line) => line.includes("owTs")), "nothing is installed");
});

test("a later attempt names the earlier ones, and ends with the result of the one that took effect", () => {
  const [script] = ordered();
  script.answer(1, "exec", 100, { ticks: 100, ran: { result: "was 2" } });
  script.answer(2, "exec", 100, { ticks: 100, ran: { result: "was 2" } });
  script.answer(1, "owTs", 100, { ticks: 100 });
  script.answer(2, "owTs", 100, { ticks: 900, client: 2, verdict: "refused" });
  script.wait();
  script.answer(1, "orTs", 901, { ticks: 900, client: 2, verdict: "refused" });
  script.answer(2, "orTs", 901, { ticks: 900, client: 2, verdict: "refused" });
  script.wait();
  script.answer(1, "orTs", 902, { ticks: 100 });
  assert.equal(
    script.answer(2, "orTs", 902, { ticks: 100 })[0],
    '→ r1 exec 902.1 append "c" on 100.1 after 100.1',
  );
  const ran = { attempt: timestampOf(100, 1) };
  script.answer(1, "exec", 902, { ticks: 902, ran });
  assert.equal(script.answer(2, "exec", 902, { ticks: 902, ran })[0], "→ r1 *owTs 902.1");
  script.answer(1, "owTs", 902, { ticks: 902 });
  assert.deepEqual(script.answer(2, "owTs", 902, { ticks: 902 }), ['operation 1 done: "was 2"']);
});

for (const [end, code] of [
  [execEnd.threw, "VIVACE-COMMAND"],
  [execEnd.tooLarge, "VIVACE-TOO-LARGE"],
  [execEnd.notRmw, "VIVACE-NOT-RMW"],
] as const) {
  test(`what a replica says of a failed command becomes ${code}`, () => {
    const [script] = ordered();
    script.answer(1, "exec", 100, { ticks: 100, ran: { end } });
    assert.deepEqual(script.answer(2, "exec", 100, { ticks: 100, ran: { end } }), [
      `operation 1 failed: ${code}`,
    ]);
  });
}
