import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import type { AppendRecord } from "../../src/cli/chaos/append-record.js";
import { checkLog } from "../../src/cli/chaos/check-log.js";
import { type Kill, pausesOf, percentile } from "../../src/cli/chaos/pauses.js";
import type { ChaosResult } from "../../src/cli/chaos/report.js";
import { ringworld, temporaryDirectory } from "./command.js";

function append(value: string, index: bigint, begunMs: number, acknowledgedMs: number): AppendRecord {
  return { writer: "w", value, index, place: 0, begunMs, acknowledgedMs };
}

describe("what a kill did to appends", () => {
  const kill: Kill = { number: 1, kind: "switch", name: "s1", atMs: 100, wholeMs: 300 };

  test("service resumes with the first append that was begun after the kill", () => {
    const appends = [append("a", 1n, 90, 110), append("b", 2n, 120, 250), append("c", 3n, 105, 280)];
    const [pause] = pausesOf([kill], appends);
    assert.equal(pause?.resumedMs, 150);
    assert.equal(pause?.longestGapMs, 140);
  });

  test("without any append the pause has no end, and the gap lasts until all is whole", () => {
    const [pause] = pausesOf([kill], [append("a", 1n, 90, 110)]);
    assert.equal(pause?.resumedMs, Number.POSITIVE_INFINITY);
    assert.equal(pause?.longestGapMs, 190);
  });

  test("a percentile is one of the values", () => {
    const values = Array.from({ length: 100 }, (_, at) => 100 - at);
    assert.deepEqual([percentile(values, 50), percentile(values, 99), percentile([], 99)], [50, 99, 0]);
  });
});

describe("what is wrong with a log", () => {
  const appends = [append("a", 1n, 0, 10), append("b", 2n, 20, 30)];
  const entries = [
    { index: 1n, place: 0, value: "a" },
    { index: 2n, place: 0, value: "b" },
  ];

  test("nothing, when every acknowledged entry is where it was acknowledged", () => {
    assert.deepEqual(checkLog(appends, { entries, others: [] }), []);
  });

  test("nothing, when an append was acknowledged at its later copy", () => {
    const later = [append("a", 5n, 0, 10), append("b", 6n, 20, 30)];
    const others = [
      { index: 5n, place: 0, value: "a" },
      { index: 6n, place: 0, value: "b" },
    ];
    assert.deepEqual(checkLog(later, { entries, others }), []);
  });

  test("an entry that is missing, changed, or there twice", () => {
    const lost = checkLog(appends, { entries: entries.slice(0, 1), others: [] });
    assert.match(lost.join(), /"b" was acknowledged at 2, where there is nothing/);
    const changed = checkLog(appends, {
      entries: [...entries.slice(0, 1), { index: 2n, place: 0, value: "c" }],
      others: [],
    });
    assert.match(changed.join(), /"b" was acknowledged at 2, where there is "c"/);
    const twice = checkLog(appends, {
      entries: [...entries, { index: 3n, place: 0, value: "a" }],
      others: [],
    });
    assert.match(twice.join(), /"a" stands at 1 and at 3/);
  });

  test("an entry that stands before one that had been acknowledged when it was begun", () => {
    const reversed = [append("a", 2n, 0, 10), append("b", 1n, 20, 30)];
    const back = [
      { index: 2n, place: 0, value: "a" },
      { index: 1n, place: 0, value: "b" },
    ];
    assert.match(checkLog(reversed, { entries: back, others: [] }).join(), /"b" at 1 began after 2/);
  });
});

test("switches, log servers and the controller are killed under load, and nothing is lost", async () => {
  const directory = temporaryDirectory();
  try {
    const kills = process.env.CHAOS_KILLS ?? "4";
    const { code, stdout, stderr } = await ringworld([
      "chaos",
      "--kills",
      kills,
      "--seed",
      "6",
      "--json",
      "--out",
      directory.path,
    ]);
    assert.equal(code, 0, stderr);
    const result = JSON.parse(stdout.toString()) as ChaosResult;
    assert.deepEqual(result.violations, []);
    assert.equal(result.kills, Number(kills));
    assert.ok(result.acknowledged > 0);
    assert.ok(existsSync(path.join(directory.path, "chaos.svg")));
  } finally {
    directory.remove();
  }
});
