import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { type Figure, figure } from "./frame/figure.js";
import { median, versus } from "./frame/measure.js";
import { root } from "./frame/processes.js";
import { whyNoVeth } from "./switch/veth-figures.js";

const areas = readdirSync(path.join(root, "test/bench"))
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
  .map((name) => path.basename(name, ".ts"));

/** Figures that are judged by their names. */
const promised: Readonly<Record<string, readonly string[]>> = {
  language: ["generate_all_vs_p4c", "tables_200_linear", "type_check_1000_lines"],
  switch: [
    "memory_vs_simple_switch",
    "hop_p99_us",
    ...(whyNoVeth() === undefined ? ["veth_64_vs_simple_switch", "veth_1024_vs_simple_switch"] : []),
  ],
  p4runtime: ["table_inserts_single", "table_inserts_batch", "register_cells"],
  ringworld: [
    "durable_appends_ticket",
    "durable_appends_recirculate",
    "durable_appends_vs_etcd",
    "durable_batched_appends_vs_etcd",
  ],
  vivace: [
    ...["read", "write", "execute"].flatMap((operation) => [
      `${operation}_p99_congested_over_uncongested`,
      `${operation}_median_uncongested_new_over_old`,
    ]),
    ...["post", "user_timeline", "home_timeline"].map((request) => `${request}_median_congested`),
  ],
};

function quick(area: string, args: readonly string[], environment = process.env) {
  const program = path.join(root, "build/test/bench", `${area}.js`);
  return spawnSync(process.execPath, [program, "--quick", ...args], { encoding: "utf8", env: environment });
}

function figuresOf(stdout: string): Figure[] {
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Figure);
}

describe("every area, in tiny", () => {
  for (const area of areas) {
    test(`${area} prints one JSON object a line, with the figures it promises`, { timeout: 180_000 }, () => {
      const { status, stdout, stderr } = quick(area, ["--json"]);
      assert.equal(status, 0, stderr);
      const figures = figuresOf(stdout);
      for (const each of figures) {
        assert.deepEqual(Object.keys(each), ["name", "unit", "ours", "rival", "ratio", "note"]);
        // What must not change anything may change nothing.
        const least = each.name.endsWith("_shift_by_cheating") ? 0 : Number.MIN_VALUE;
        assert.ok(Number.isFinite(each.ours) && each.ours >= least, each.name);
        assert.equal(each.rival === null, each.ratio === null, each.name);
        assert.ok(each.unit !== "" && each.note !== "", each.name);
      }
      const names = figures.map(({ name }) => name);
      assert.equal(new Set(names).size, names.length);
      assert.deepEqual(
        promised[area]?.filter((name) => !names.includes(name)),
        [],
      );
    });
  }
});

test("without a rival on PATH there is no ratio, and the table says so", { timeout: 180_000 }, () => {
  const alone = { ...process.env, PATH: "/nowhere" };
  const json = quick("language", ["--json"], alone);
  assert.equal(json.status, 0, json.stderr);
  for (const { rival, ratio } of figuresOf(json.stdout)) assert.deepEqual([rival, ratio], [null, null]);
  const table = quick("p4runtime", [], alone);
  assert.match(table.stdout, /table_inserts_single *│ *1\/s *│ *[\d,.]+ *│ *– *│ *–/);
});

test("make help lists every area", () => {
  const makefile = readFileSync(path.join(root, "Makefile"), "utf8");
  for (const area of areas) assert.match(makefile, new RegExp(`^bench-${area}: ## `, "m"));
  assert.deepEqual(Object.keys(promised).sort(), [...areas].sort());
});

test("a figure is the ratio of what was measured, in numbers that can be read", () => {
  const measured = { name: "n", unit: "s", ours: 12_345.678, rival: 3.000_04, note: "-" };
  assert.deepEqual(figure(measured), { ...measured, ours: 12_346, rival: 3, ratio: 4115 });
});

test("contenders take turns, and a median is not moved by one bad turn", async () => {
  const order: string[] = [];
  const contender = (name: string, values: number[]) => () => {
    order.push(name);
    return values.shift() ?? Number.NaN;
  };
  const result = await versus(3, contender("ours", [1, 900, 2]), contender("rival", [4, 5, 6]));
  assert.deepEqual(result, { ours: 2, rival: 5 });
  assert.deepEqual(order, ["ours", "rival", "rival", "ours", "ours", "rival"]);
  assert.equal(median([4, 1, 3, 2]), 2.5);
});
