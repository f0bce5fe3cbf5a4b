import assert from "node:assert/strict";
import { test } from "node:test";
import { eventLoopTimers } from "../../src/io/node/index.js";

const hourMs = 3_600_000;

test("a timer waits for longer than setTimeout can, and is taken back on the way", ({ mock }) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const passDays = (days: number) => {
    for (let hour = 0; hour < days * 24; hour += 1) mock.timers.tick(hourMs);
  };
  const rung: string[] = [];
  eventLoopTimers.schedule(60 * 24 * hourMs * 1000, () => rung.push("after 60 days"));
  const cancel = eventLoopTimers.schedule(40 * 24 * hourMs * 1000, () => rung.push("after 40 days"));
  passDays(30);
  cancel();
  passDays(29);
  assert.deepEqual(rung, []);
  passDays(2);
  assert.deepEqual(rung, ["after 60 days"]);
});
