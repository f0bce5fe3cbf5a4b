import assert from "node:assert/strict";
import { test } from "node:test";
import { type ClientConfig, noOptimisations } from "../../src/vivace/index.js";
import { ClientScript } from "./support/client-script.js";

// The ABD algorithm (paper §3.2), as it is the baseline of every comparison.

const abd: Partial<ClientConfig> = {
  algorithms: { rw: "abd", rmw: "algorithm2" },
  clockTrust: "trusted",
  optimisations: noOptimisations,
};

test("write: value and timestamp to the replicas, and a majority's acknowledgements", () => {
  const script = new ClientScript(abd);
  assert.deepEqual(script.write("new"), ['→ r1 w 100.1 "new"', '→ r2 w 100.1 "new"', '→ r3 w 100.1 "new"']);
  script.answer(1, "w", 100, { ticks: 100 });
  assert.deepEqual(script.answer(2, "w", 100, { ticks: 100 }), ["operation 1 done"]);
});

test("read: the pair with the largest timestamp, written back to a majority", () => {
  const script = new ClientScript(abd);
  assert.deepEqual(script.read(), ["→ r1 r 100.1", "→ r2 r 100.1", "→ r3 r 100.1"]);
  script.answer(1, "r", 100, { ticks: 5, text: "five" });
  assert.deepEqual(script.answer(2, "r", 100, { ticks: 7, text: "seven" }), [
    '→ r1 w 7.1 "seven"',
    '→ r2 w 7.1 "seven"',
    '→ r3 w 7.1 "seven"',
  ]);
  script.answer(2, "w", 7, { ticks: 7 });
  assert.deepEqual(script.answer(3, "w", 7, { ticks: 7 }), ['operation 1 done: "seven"']);
});

test("(C1): no write-back when a majority has the largest timestamp (§3.4.1)", () => {
  const script = new ClientScript({ ...abd, optimisations: { ...noOptimisations, skipWriteBack: true } });
  script.read();
  script.answer(1, "r", 100, { ticks: 7, text: "seven" });
  assert.deepEqual(script.answer(2, "r", 100, { ticks: 7, text: "seven" }), ['operation 1 done: "seven"']);
});

test("a write that is behind is written again, as with Algorithm 1", () => {
  const script = new ClientScript({ ...abd, clockTrust: "checked" });
  script.write("new");
  script.answer(1, "w", 100, { ticks: 500, client: 2, verdict: "refused" });
  assert.deepEqual(script.answer(2, "w", 100, { ticks: 500, client: 2, verdict: "refused" }), [
    '→ r1 w 501.1 "new"',
    '→ r2 w 501.1 "new"',
    '→ r3 w 501.1 "new"',
  ]);
});
