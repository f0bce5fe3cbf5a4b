import assert from "node:assert/strict";
import { test } from "node:test";
import { noOptimisations, type Optimisations } from "../../src/vivace/index.js";
import { ClientScript } from "./support/client-script.js";

// The read optimisations of section 3.4.1, each alone. r1 is the local replica.

function reading(
  optimisations: Partial<Optimisations>,
  first: number,
  second: number,
): [ClientScript, string[]] {
  const script = new ClientScript({ optimisations: { ...noOptimisations, ...optimisations } });
  script.read();
  script.answer(1, "rTs", 100, { ticks: first });
  return [script, script.answer(2, "rTs", 100, { ticks: second })];
}

const writeBack = ["→ r1 *wTs 7.1", "→ r2 *wTs 7.1", "→ r3 *wTs 7.1"];
const fromAll = ["→ r1 *rData 7.1", "→ r2 *rData 7.1", "→ r3 *rData 7.1"];

test("avoiding the write-back: (C1) and (C2) hold", () => {
  const [script, lines] = reading({ skipWriteBack: true }, 7, 7);
  assert.deepEqual(lines, fromAll);
  assert.deepEqual(script.answer(1, "rData", 7, { ticks: 7, text: "seven" }), ['operation 1 done: "seven"']);
});

test("avoiding the write-back: without (C1), or without (C2), it stays", () => {
  const [one] = reading({ skipWriteBack: true }, 5, 7);
  assert.deepEqual(one.answer(2, "rData", 7, { ticks: 7, text: "seven" }), writeBack);
  const [two] = reading({ skipWriteBack: true }, 7, 7);
  assert.deepEqual(two.answer(2, "rData", 7, { ticks: 8, text: "eight" }).length, 3);
});

test("parallel write-back: without (C1) the timestamp is written back together with the request for data", () => {
  const [script, lines] = reading({ parallelWriteBack: true }, 5, 7);
  assert.deepEqual(lines, [...writeBack, ...fromAll]);
  script.answer(1, "wTs", 7, { ticks: 7 });
  script.answer(3, "wTs", 7, { ticks: 7 });
  assert.deepEqual(script.answer(2, "rData", 7, { ticks: 7, text: "seven" }), ['operation 1 done: "seven"']);
});

test("parallel write-back: the read ends when both have come, in any order", () => {
  const [script] = reading({ parallelWriteBack: true }, 5, 7);
  assert.deepEqual(script.answer(2, "rData", 7, { ticks: 7, text: "seven" }), []);
  script.answer(1, "wTs", 7, { ticks: 7 });
  assert.deepEqual(script.answer(3, "wTs", 7, { ticks: 7 }), ['operation 1 done: "seven"']);
});

test("parallel write-back: without (C2) the newer timestamp is written back, too", () => {
  const [script] = reading({ parallelWriteBack: true }, 5, 7);
  script.answer(1, "wTs", 7, { ticks: 7 });
  script.answer(3, "wTs", 7, { ticks: 7 });
  assert.deepEqual(script.answer(2, "rData", 7, { ticks: 8, text: "eight" }), [
    "→ r1 *wTs 8.1",
    "→ r2 *wTs 8.1",
    "→ r3 *wTs 8.1",
  ]);
});

test("parallel write-back: with (C1) there is none", () => {
  const [, lines] = reading({ parallelWriteBack: true }, 7, 7);
  assert.deepEqual(lines, fromAll);
});

test("data from one replica: a local one that has the timestamp", () => {
  const [, lines] = reading({ oneDataReplica: true }, 7, 7);
  assert.deepEqual(lines, ["→ r1 *rData 7.1"]);
});

test("data from one replica: else the one that has lately answered soonest", () => {
  const script = new ClientScript({ optimisations: { ...noOptimisations, oneDataReplica: true } });
  script.read();
  script.nowUs = 50;
  script.answer(3, "rTs", 100, { ticks: 0 });
  script.nowUs = 80;
  script.answer(2, "rTs", 100, { ticks: 0 });
  script.read();
  script.answer(2, "rTs", 101, { ticks: 7 });
  assert.deepEqual(script.answer(3, "rTs", 101, { ticks: 7 }), ["→ r3 *rData 7.1"]);
});

test("data from one replica: when it does not answer, all are asked", () => {
  const [script] = reading({ oneDataReplica: true }, 7, 5);
  assert.deepEqual(
    script
      .wait()
      .filter((line) => line.includes("rData"))
      .sort(),
    fromAll,
  );
});

test("commands ask one replica for the data, too", () => {
  const script = new ClientScript({ optimisations: { ...noOptimisations, oneDataReplica: true } });
  script.execute("x");
  script.answer(1, "orTs", 100, { ticks: 5 });
  assert.deepEqual(script.answer(2, "orTs", 100, { ticks: 7 }), ["→ r2 *orData 7.1"]);
});
