import assert from "node:assert/strict";
import { test } from "node:test";
import { ClientScript } from "./support/client-script.js";

// Writes and reads when clocks disagree (docs/VIVACE.md). Client 2, whose clock is ahead, has written at 500.2.

function untilTimestamp(script: ClientScript): void {
  script.write("new");
  script.answer(1, "wLocal", 100, { ticks: 100 });
  script.answer(4, "wLocal", 100, { ticks: 100 });
}

test("a write that a majority has missed is written again above everything that was complete", () => {
  const script = new ClientScript({ clockTrust: "checked" });
  untilTimestamp(script);
  assert.deepEqual(script.answer(1, "wTs", 100, { ticks: 500, client: 2, verdict: "refused" }), []);
  assert.deepEqual(script.answer(2, "wTs", 100, { ticks: 500, client: 2, verdict: "refused" }), [
    '→ r1 wLocal 501.1 "new"',
    '→ r4 wLocal 501.1 "new"',
    '→ r5 wLocal 501.1 "new"',
  ]);
  script.answer(1, "wLocal", 501, { ticks: 501 });
  script.answer(4, "wLocal", 501, { ticks: 501 });
  script.answer(1, "wTs", 501, { ticks: 501 });
  assert.deepEqual(
    script.answer(2, "wTs", 501, { ticks: 900, client: 3, verdict: "refused" }),
    ["operation 1 done"],
    "what is newer now came during this write",
  );
});

test("a write that a majority has taken is complete, whatever a minority says", () => {
  const script = new ClientScript({ clockTrust: "checked" });
  untilTimestamp(script);
  script.answer(1, "wTs", 100, { ticks: 500, client: 2, verdict: "refused" });
  script.answer(2, "wTs", 100, { ticks: 100 });
  assert.deepEqual(script.answer(3, "wTs", 100, { ticks: 100 }), ["operation 1 done"]);
});

test("with one taken, one missed and one silent, nobody can tell: the write waits for the third", () => {
  const script = new ClientScript({ clockTrust: "checked" });
  untilTimestamp(script);
  script.answer(1, "wTs", 100, { ticks: 500, client: 2, verdict: "refused" });
  assert.deepEqual(script.answer(2, "wTs", 100, { ticks: 100 }), []);
  assert.deepEqual(script.wait(), ["→ r3 *wTs 100.1"]);
});

test("a read returns a value only if a majority has had its timestamp, else it begins again", () => {
  const script = new ClientScript({ clockTrust: "checked" });
  script.read();
  script.answer(1, "rTs", 100, { ticks: 7 });
  script.answer(2, "rTs", 100, { ticks: 5 });
  script.answer(1, "rData", 7, { ticks: 7, text: "seven" });
  script.answer(1, "wTs", 7, { ticks: 7 });
  assert.deepEqual(script.answer(2, "wTs", 7, { ticks: 500, client: 2, verdict: "refused" }), [
    "→ r1 *rTs 501.1",
    "→ r2 *rTs 501.1",
    "→ r3 *rTs 501.1",
  ]);
});

test("as in the paper, trusted clocks lose a write whose client is behind", () => {
  const script = new ClientScript({ clockTrust: "trusted" });
  untilTimestamp(script);
  script.answer(1, "wTs", 100, { ticks: 500, client: 2, verdict: "refused" });
  assert.deepEqual(script.answer(2, "wTs", 100, { ticks: 500, client: 2, verdict: "refused" }), [
    "operation 1 done",
  ]);
});

test("without trust a write asks for the newest timestamp first", () => {
  const script = new ClientScript({ clockTrust: "none" });
  assert.deepEqual(script.write("new"), ["→ r1 *rTs 100.1", "→ r2 *rTs 100.1", "→ r3 *rTs 100.1"]);
  script.answer(1, "rTs", 100, { ticks: 7 });
  assert.deepEqual(script.answer(2, "rTs", 100, { ticks: 500, client: 2 }), [
    '→ r1 wLocal 501.1 "new"',
    '→ r4 wLocal 501.1 "new"',
    '→ r5 wLocal 501.1 "new"',
  ]);
});

test("timestamps of a clock that stands still or goes back still rise", () => {
  const script = new ClientScript();
  assert.match(script.read()[0] ?? "", /100\.1$/);
  assert.match(script.read()[0] ?? "", /101\.1$/);
  script.clockTicks = 50;
  assert.match(script.read()[0] ?? "", /102\.1$/);
});
